package dev.flotilla.apiserver;

import dev.flotilla.apiserver.auth.Credentials;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
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
import java.util.function.Predicate;
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
    private final Predicate<String> relayed;
    private final ExecutorService threads;

    HttpEndpoint(Vertx vertx, Frontend frontend, ApiServerConfig config, ExecutorService threads) {
        this.vertx = vertx;
        this.frontend = frontend;
        this.gate = config.gate();
        this.relayed = config.relayed();
        this.threads = threads;
    }

    void accept(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        boolean webSocket = request.canUpgradeToWebSocket();
        String path = request.path();
        if (webSocket || (path != null && relayed.test(path))) {
            request.pause();
            answer(new Call(context, request, webSocket, path(path), new byte[0]));
        } else {
            readWhole(context, request, path(path));
        }
    }

    private void readWhole(Context context, HttpServerRequest request, String path) {
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
                write(request, frontend.tooLarge());
            } else {
                answer(new Call(context, request, false, path, body.getBytes()));
            }
        });
    }

    /** @param path decoded; another than the request's own if it is answered elsewhere */
    @SuppressWarnings("ArrayRecordComponent") // read whole, and never changed
    private record Call(Context context, HttpServerRequest request, boolean webSocket, String path, byte[] body) {}

    private void answer(Call call) {
        try {
            threads.execute(() -> serve(call));
        } catch (RejectedExecutionException _) {
            call.request().connection().close();
        }
    }

    private void serve(Call call) {
        HttpServerRequest request = call.request();
        Optional<ApiResponse.Whole> instead;
        try {
            instead = gate.answer(request.method().name(), call.path());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            request.connection().close();
            return;
        }
        if (instead.isPresent()) {
            call.context().runOnContext(_ -> write(request, instead.get()));
            return;
        }
        switch (frontend.serve(() -> read(call), credentials(request))) {
            case ApiResponse.Whole whole -> call.context().runOnContext(_ -> write(request, whole));
            case ApiResponse.Events events -> stream(call.context(), request, call.webSocket(), events);
            case ApiResponse.Relay relay ->
                new Relaying(frontend, call.path()).run(relay, new Inbound(call.context(), request, relay.headers()));
            case ApiResponse.Elsewhere elsewhere -> again(call, elsewhere.path());
        }
    }

    private void again(Call call, String path) {
        if (call.webSocket()) {
            answer(new Call(call.context(), call.request(), true, path, call.body()));
        } else {
            call.context().runOnContext(_ -> {
                readWhole(call.context(), call.request(), path);
                call.request().resume();
            });
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

    private static void write(HttpServerRequest request, ApiResponse.Whole whole) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(whole.code());
        whole.headers().forEach(header -> response.headers().add(header.name(), header.value()));
        response.end(Buffer.buffer(whole.body()));
        if (!request.isEnded()) {
            request.resume();
        }
    }

    private static ApiRequest read(Call call) {
        HttpServerRequest request = call.request();
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
                call.path(),
                query == null ? Query.EMPTY : Query.parse(query),
                headers,
                call.body(),
                UserInfo.ANONYMOUS,
                call.webSocket());
    }

    private static String path(@Nullable String raw) {
        return raw == null ? "/" : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Credentials credentials(HttpServerRequest request) {
        Optional<String> bearer = Optional.ofNullable(request.getHeader("Authorization"))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
        return new Credentials(certificate(request.sslSession()), bearer);
    }

    private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }
}
