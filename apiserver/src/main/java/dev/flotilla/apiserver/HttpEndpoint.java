package dev.flotilla.apiserver;

import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge to the HTTP library: reads a request whole, has it answered on a virtual thread, and writes the answer on
 * the connection's own event loop. A body over the limit is read to its end, so that the client sees the refusal, but
 * not kept; one far over it costs the client its connection.
 */
final class HttpEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int DISCARDED_BYTES_MAX = 64 << 20;

    private final Vertx vertx;
    private final Frontend frontend;
    private final Gate gate;
    private final ExecutorService threads;

    HttpEndpoint(Vertx vertx, Frontend frontend, Gate gate, ExecutorService threads) {
        this.vertx = vertx;
        this.frontend = frontend;
        this.gate = gate;
        this.threads = threads;
    }

    void accept(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        if (request.canUpgradeToWebSocket()) {
            request.pause();
            answer(context, request, true, new byte[0]);
            return;
        }
        Buffer body = Buffer.buffer();
        long[] received = {0};
        request.handler(part -> {
            received[0] += part.length();
            if (received[0] <= Frontend.BODY_BYTES_MAX) {
                body.appendBuffer(part);
            } else if (received[0] > DISCARDED_BYTES_MAX) {
                request.connection().close();
            }
        });
        request.endHandler(_ -> {
            if (received[0] > Frontend.BODY_BYTES_MAX) {
                write(request.response(), frontend.tooLarge());
            } else {
                answer(context, request, false, body.getBytes());
            }
        });
    }

    private void answer(Context context, HttpServerRequest request, boolean webSocket, byte[] body) {
        try {
            threads.execute(() -> serve(context, request, webSocket, body));
        } catch (RejectedExecutionException _) {
            request.connection().close();
        }
    }

    private void serve(Context context, HttpServerRequest request, boolean webSocket, byte[] body) {
        Optional<ApiResponse.Whole> instead;
        try {
            instead = gate.answer(request.method().name(), path(request.path()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            request.connection().close();
            return;
        }
        if (instead.isPresent()) {
            context.runOnContext(_ -> write(request.response(), instead.get()));
            return;
        }
        switch (frontend.serve(() -> read(request, webSocket, body), peer(request))) {
            case ApiResponse.Whole whole -> context.runOnContext(_ -> write(request.response(), whole));
            case ApiResponse.Events events -> stream(context, request, webSocket, events);
        }
    }

    private void stream(Context context, HttpServerRequest request, boolean webSocket, ApiResponse.Events events) {
        EventChannel channel = webSocket
                ? EventChannel.webSocket(context, request)
                : EventChannel.chunks(context, request.response(), events.headers());
        try {
            frontend.watching(() -> events.source().run(channel));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("path", path(request.path())).setCause(e).log("watch failed");
        } finally {
            channel.end();
        }
    }

    private static void write(HttpServerResponse response, ApiResponse.Whole whole) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(whole.code());
        whole.headers().forEach(header -> response.headers().add(header.name(), header.value()));
        response.end(Buffer.buffer(whole.body()));
    }

    private static ApiRequest read(HttpServerRequest request, boolean webSocket, byte[] body) {
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
                path(request.path()),
                query == null ? Query.EMPTY : Query.parse(query),
                headers,
                body,
                UserInfo.ANONYMOUS,
                webSocket);
    }

    private static String path(@Nullable String raw) {
        return raw == null ? "/" : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Peer peer(HttpServerRequest request) {
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
