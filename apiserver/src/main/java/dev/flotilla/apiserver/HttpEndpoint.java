package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.Credentials;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge to the HTTP library: reads a request whole, has it answered on a virtual thread, and writes the answer on
 * the connection's own event loop. A body over the limit is read to its end, so that the client sees the refusal, but
 * not kept; one far over it, or one that takes too long, costs the client its connection.
 */
final class HttpEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int DISCARDED_BYTES_MAX = 64 << 20;
    private static final int SWEEP_MS = 2_000;
    private static final int HTTP2_CANCEL = 8;

    /** @param body the longest that a client may take to send it */
    record Patience(Duration firstRequest, Duration idle, Duration body) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(32), Duration.ofSeconds(90), Duration.ofSeconds(60));
    }

    /** A body on its way, and where to speak of it. */
    private record Receiving(Context context, RequestBody body) {}

    private final Vertx vertx;
    private final Frontend frontend;
    private final Gate gate;
    private final ExecutorService threads;
    private final Patience patience;
    private final BodyBudget budget;
    private final Connections connections;
    private final Map<HttpServerRequest, Receiving> receiving = new ConcurrentHashMap<>();
    private final Set<EventChannel> streams = ConcurrentHashMap.newKeySet();
    private final long sweeper;

    HttpEndpoint(
            Vertx vertx, Frontend frontend, Gate gate, ExecutorService threads, Patience patience, BodyBudget budget) {
        this.vertx = vertx;
        this.frontend = frontend;
        this.gate = gate;
        this.threads = threads;
        this.patience = patience;
        this.budget = budget;
        this.connections = new Connections(patience.firstRequest(), patience.idle());
        this.sweeper = vertx.setPeriodic(SWEEP_MS, _ -> sweep());
    }

    Connections connections() {
        return connections;
    }

    /** Ends the streams, and takes no more care of connections. */
    void close() {
        vertx.cancelTimer(sweeper);
        streams.forEach(EventChannel::abandon);
    }

    void accept(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        connections.began(request.connection());
        RequestBody body = new RequestBody(budget);
        if (request.canUpgradeToWebSocket()) {
            request.pause();
            answer(context, request, true, body);
            return;
        }
        receiving.put(request, new Receiving(context, body));
        request.exceptionHandler(_ -> lost(request));
        request.handler(part -> {
            body.add(part);
            if (body.received() > DISCARDED_BYTES_MAX) {
                request.connection().close();
            }
        });
        request.endHandler(_ -> {
            if (receiving.remove(request) != null) {
                received(context, request, body);
            }
        });
    }

    private void received(Context context, HttpServerRequest request, RequestBody body) {
        switch (body.verdict()) {
            case KEPT -> answer(context, request, false, body);
            case TOO_LARGE -> refuse(request, StatusError.tooLarge(Frontend.BODY_BYTES_MAX));
            case OVERLOAD ->
                refuse(
                        request,
                        StatusError.tooManyRequests(
                                "The bodies of all requests are too much, please try again later.", 1));
        }
    }

    private void refuse(HttpServerRequest request, StatusError error) {
        write(request, frontend.refused(error));
        connections.ended(request.connection());
    }

    private void lost(HttpServerRequest request) {
        Receiving lost = receiving.remove(request);
        if (lost != null) {
            lost.body().release();
            connections.ended(request.connection());
        }
    }

    private void sweep() {
        connections.sweep();
        long now = System.nanoTime();
        receiving.forEach((request, each) -> {
            if (now - each.body().startedNanos() > patience.body().toNanos()) {
                each.context().runOnContext(_ -> tooSlow(request));
            }
        });
    }

    private void tooSlow(HttpServerRequest request) {
        Receiving slow = receiving.remove(request);
        if (slow == null) {
            return;
        }
        slow.body().release();
        refuse(
                request,
                new StatusError(
                        408, "Timeout", "Timeout: the body of the request did not arrive in time", Optional.empty()));
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP2_CANCEL);
        } else {
            request.connection().close();
        }
    }

    private void answer(Context context, HttpServerRequest request, boolean webSocket, RequestBody body) {
        try {
            threads.execute(() -> {
                try {
                    serve(context, request, webSocket, body);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    request.connection().close();
                } catch (RuntimeException e) {
                    LOG.atError()
                            .addKeyValue("path", request.path())
                            .setCause(e)
                            .log("request failed");
                    send(context, request, frontend.refused(StatusError.internal(String.valueOf(e.getMessage()))));
                } finally {
                    connections.ended(request.connection());
                }
            });
        } catch (RejectedExecutionException _) {
            body.release();
            request.connection().close();
        }
    }

    private void serve(Context context, HttpServerRequest request, boolean webSocket, RequestBody body)
            throws InterruptedException {
        ApiResponse response;
        try {
            String path = path(request.path());
            Optional<ApiResponse.Whole> instead = gate.answer(request.method().name(), path);
            if (instead.isPresent()) {
                send(context, request, instead.get());
                return;
            }
            response = frontend.serve(() -> read(request, webSocket, body.bytes()), credentials(request));
        } catch (StatusException refused) {
            response = frontend.refused(refused.status());
        } finally {
            body.release();
        }
        switch (response) {
            case ApiResponse.Whole whole -> send(context, request, Presentation.of(request, whole));
            case ApiResponse.Events events -> stream(context, request, webSocket, events);
        }
    }

    private void stream(Context context, HttpServerRequest request, boolean webSocket, ApiResponse.Events events) {
        EventChannel channel = webSocket
                ? EventChannel.webSocket(context, request)
                : EventChannel.chunks(context, request.response(), events.headers());
        streams.add(channel);
        try {
            frontend.watching(() -> events.source().run(channel));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("path", request.path()).setCause(e).log("watch failed");
        } finally {
            streams.remove(channel);
            channel.end();
        }
    }

    private static void send(Context context, HttpServerRequest request, ApiResponse.Whole whole) {
        context.runOnContext(_ -> write(request, whole));
    }

    private static void write(HttpServerRequest request, ApiResponse.Whole whole) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(whole.code());
        whole.headers().forEach(header -> response.headers().add(header.name(), header.value()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(whole.body().length));
            response.end();
        } else {
            response.end(Buffer.buffer(whole.body()));
        }
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
