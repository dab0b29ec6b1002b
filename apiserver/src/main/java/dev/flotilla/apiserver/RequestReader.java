package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.Query;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What the HTTP library received, in our own terms. */
final class RequestReader {
    private RequestReader() {}

    /** @param path decoded */
    static ApiRequest request(HttpServerRequest request, String path, byte[] body, boolean webSocket) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers()
                .forEach((name, value) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(value));
        @Nullable HostAndPort authority = request.authority();
        if (authority != null) {
            headers.computeIfAbsent("host", _ -> List.of(authority.toString()));
        }
        String query = request.query();
        return new ApiRequest(
                request.method().name(),
                path,
                query == null ? Query.EMPTY : Query.parse(query),
                headers,
                body,
                UserInfo.ANONYMOUS,
                webSocket);
    }

    /** @throws dev.flotilla.api.status.StatusException 400 for what is no path */
    static String path(@Nullable String raw) {
        if (raw == null || !raw.startsWith("/")) {
            throw StatusError.badRequest("the request's target is no path: " + raw)
                    .exception();
        }
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw StatusError.badRequest("the path holds a malformed escape: " + raw)
                    .exception();
        }
    }

    static Peer peer(HttpServerRequest request) {
        @Nullable SocketAddress address = request.remoteAddress();
        @Nullable String host = address == null ? null : address.hostAddress();
        return new Peer(certificates(request.sslSession()), host == null ? "" : host);
    }

    private static List<X509Certificate> certificates(@Nullable SSLSession session) {
        try {
            return session == null
                    ? List.of()
                    : Stream.of(session.getPeerCertificates())
                            .map(X509Certificate.class::cast)
                            .toList();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }
}
