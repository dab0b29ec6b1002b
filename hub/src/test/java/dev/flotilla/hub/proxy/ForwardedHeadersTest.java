package dev.flotilla.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.apiserver.request.ApiResponse.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {
    @Test
    void keepsWhatTheCallerIsFromTheMember() {
        List<Header> kept = ForwardedHeaders.toMember(List.of(
                new Header("Accept", "application/json"),
                new Header("AUTHORIZATION", "Bearer hub-token"),
                new Header("Impersonate-User", "root"),
                new Header("impersonate-extra-scopes", "all"),
                new Header("X-Remote-Group", "system:masters"),
                new Header("Cookie", "session"),
                new Header("Host", "hub")));

        assertThat(kept).containsExactly(new Header("Accept", "application/json"));
    }

    @Test
    void dropsWhatConcernsOneConnectionAlone() {
        List<Header> kept = ForwardedHeaders.toMember(List.of(
                new Header("Connection", "keep-alive, X-Hop"),
                new Header("X-Hop", "1"),
                new Header("TE", "trailers"),
                new Header("Transfer-Encoding", "chunked"),
                new Header("Content-Length", "3")));

        assertThat(kept).containsExactly(new Header("Content-Length", "3"));
    }

    @Test
    void dropsATokenThatIsHiddenAmongWebSocketProtocols() {
        List<Header> kept = ForwardedHeaders.toMember(List.of(new Header(
                "Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io.c2VjcmV0, v5.channel.k8s.io")));

        assertThat(kept).containsExactly(new Header("Sec-WebSocket-Protocol", "v5.channel.k8s.io"));
    }

    @Test
    void keepsARedirectWithinTheMember() {
        assertThat(ForwardedHeaders.location("/a?b", "/proxy", "https://m:1")).isEqualTo("/proxy/a?b");
        assertThat(ForwardedHeaders.location("https://m:1/a", "/proxy", "https://m:1"))
                .isEqualTo("/proxy/a");
        assertThat(ForwardedHeaders.location("https://elsewhere/a", "/proxy", "https://m:1"))
                .isEqualTo("https://elsewhere/a");
        assertThat(ForwardedHeaders.location("//elsewhere/a", "/proxy", "https://m:1"))
                .isEqualTo("//elsewhere/a");
    }
}
