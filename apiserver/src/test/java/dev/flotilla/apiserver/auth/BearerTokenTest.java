package dev.flotilla.apiserver.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerTokenTest {
    private static BearerToken header(String value) {
        return BearerToken.in(Map.of("authorization", List.of(value)), false);
    }

    private static BearerToken protocols(String... lines) {
        return BearerToken.in(Map.of("sec-websocket-protocol", List.of(lines)), true);
    }

    private static String encoded(String token) {
        return BearerToken.PROTOCOL_PREFIX
                + Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"Bearer abc,abc", "bearer abc,abc", "'  BEARER abc  ',abc", "Bearer abc def,abc"})
    void readsTheHeader(String value, String token) {
        assertThat(header(value)).isEqualTo(new BearerToken.Given(token));
    }

    @ParameterizedTest
    @CsvSource({"Basic abc", "Bearer", "'Bearer '", "abc", "''"})
    void takesWhatIsNoBearerTokenForNone(String value) {
        assertThat(header(value)).isEqualTo(BearerToken.NONE);
    }

    @Test
    void warnsOfASpaceTooMany() {
        assertThat(header("Bearer  abc"))
                .isInstanceOfSatisfying(
                        BearerToken.Absent.class,
                        absent -> assertThat(absent.warning())
                                .hasValue(
                                        "the provided Authorization header contains extra space before the bearer token, and is ignored"));
    }

    @Test
    void readsTheSubprotocolOfAWebSocketWithAnotherBesideIt() {
        assertThat(protocols("v5.channel.k8s.io, " + encoded("abc"))).isEqualTo(new BearerToken.Given("abc"));
        assertThat(protocols("v5.channel.k8s.io", encoded("abc"))).isEqualTo(new BearerToken.Given("abc"));
        assertThat(protocols(encoded("abc"))).isEqualTo(new BearerToken.Malformed("missing additional subprotocol"));
        assertThat(protocols("x", encoded("a"), encoded("b"))).isInstanceOf(BearerToken.Malformed.class);
        assertThat(protocols("x", BearerToken.PROTOCOL_PREFIX + "!!")).isInstanceOf(BearerToken.Malformed.class);
        assertThat(protocols("v5.channel.k8s.io")).isEqualTo(BearerToken.NONE);
    }

    @Test
    void takesTheTokenOutOfTheSubprotocols() {
        assertThat(BearerToken.protocolsWithoutToken(
                        Map.of("sec-websocket-protocol", List.of("a, " + encoded("abc"), "b"))))
                .containsExactly("a", "b");
    }

    @Test
    void looksAtSubprotocolsOfWebSocketsAlone() {
        assertThat(BearerToken.in(Map.of("sec-websocket-protocol", List.of("a, " + encoded("abc"))), false))
                .isEqualTo(BearerToken.NONE);
    }

    @Test
    void neverShowsTheToken() {
        assertThat(new Credentials(List.of(), new BearerToken.Given("canary")).toString())
                .doesNotContain("canary");
    }
}
