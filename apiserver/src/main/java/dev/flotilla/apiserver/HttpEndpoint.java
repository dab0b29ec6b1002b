package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge to the HTTP library: reads a request whole, has it answered on a virtual thread, and writes the answer on
 * the connection's own event loop.
 */
final class HttpEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int HTTP2_INTERNAL_ERROR = 2;
    private static final int SWEEP_MS = 2_000;

    /** @param body the longest that a client may take to send it */
    record Patience(Duration firstRequest, Duration idle, Duration body) {
        static final Patience USUAL =
                new Patience(Duration.ofSeconds(32), Duration.ofSeconds(90), Duration.ofSeconds(60));
    }

    /** @param elsewhere the path to answer for in place of the request's own; empty for that one */
    private record Call(Context context, HttpServerRequest request, boolean webSocket, String elsewhere) {}

    private final Vertx vertx;
    private final Frontend frontend;
    private final Gate gate;
    private final Predicate<String> relayed;
    private final ExecutorService threads;
    private final BodyBudget budget;
    private final Connections connections;
    private final BodyReceiver bodies;
    private final Set<EventChannel> streams = ConcurrentHashMap.newKeySet();
    private final long sweeper;

    HttpEndpoint(
            Vertx vertx,
            Frontend frontend,
            Gate gate,
            Predicate<String> relayed,
            ExecutorService threads,
            Patience patience,
            BodyBudget budget) {
        this.vertx = vertx;
        this.frontend = frontend;
        this.gate = gate;
        this.relayed = relayed;
        this.threads = threads;
        this.budget = budget;
        this.connections = new Connections(patience.firstRequest(), patience.idle());
        this.bodies = new BodyReceiver(budget, patience.body(), new BodyReceiver.Outcome() {
            @Override
            public void refused(HttpServerRequest request, StatusError error) {
                refuse(request, error);
            }

            @Override
            public void lost(HttpServerRequest request) {
                connections.ended(request.connection());
            }
        });
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
        boolean webSocket = request.canUpgradeToWebSocket();
        String path = request.path();
        if (webSocket || (path != null && relayed.test(path))) {
            request.pause();
            answer(new Call(context, request, webSocket, ""), new RequestBody(budget));
        } else {
            receive(new Call(context, request, false, ""));
        }
    }

    /** Reads the body, and then has the request answered. */
    private void receive(Call call) {
        bodies.receive(call.context(), call.request(), body -> answer(call, body));
    }

    private void refuse(HttpServerRequest request, StatusError error) {
        write(request, frontend.refused(error));
        connections.ended(request.connection());
    }

    private void sweep() {
        connections.sweep();
        bodies.sweep();
    }

    private void answer(Call call, RequestBody body) {
        HttpServerRequest request = call.request();
        try {
            threads.execute(() -> {
                try {
                    serve(call, body);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    request.connection().close();
                } catch (RuntimeException e) {
                    LOG.atError()
                            .addKeyValue("path", request.path())
                            .setCause(e)
                            .log("request failed");
                    send(
                            call.context(),
                            request,
                            frontend.refused(StatusError.internal(String.valueOf(e.getMessage()))));
                } finally {
                    connections.ended(request.connection());
                }
            });
        } catch (RejectedExecutionException _) {
            body.release();
            request.connection().close();
        }
    }

    private void serve(Call call, RequestBody body) throws InterruptedException {
        Context context = call.context();
        HttpServerRequest request = call.request();
        ApiResponse response;
        try {
            String path = call.elsewhere().isEmpty() ? RequestReader.path(request.path()) : call.elsewhere();
            Optional<ApiResponse.Whole> instead = gate.answer(request.method().name(), path);
            if (instead.isPresent()) {
                send(context, request, instead.get());
                return;
            }
            response = frontend.serve(
                    () -> RequestReader.request(request, path, body.bytes(), call.webSocket()),
                    RequestReader.peer(request));
        } catch (StatusException refused) {
            response = frontend.refused(refused.status());
        } finally {
            body.release();
        }
        switch (response) {
            case ApiResponse.Whole whole -> send(context, request, Presentation.of(request, whole));
            case ApiResponse.Events events -> stream(context, request, call.webSocket(), events);
            case ApiResponse.Relay relay ->
                new Relaying(frontend, String.valueOf(request.path()))
                        .run(relay, new Inbound(context, request, relay.headers()));
            case ApiResponse.Elsewhere elsewhere -> again(call, elsewhere.path());
        }
    }

    private void again(Call call, String path) {
        connections.began(call.request().connection());
        Call other = new Call(call.context(), call.request(), call.webSocket(), path);
        if (call.webSocket()) {
            answer(other, new RequestBody(budget));
        } else {
            call.context().runOnContext(_ -> {
                receive(other);
                call.request().resume();
            });
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
        context.runOnContext(_ -> {
            try {
                write(request, whole);
            } catch (IllegalArgumentException unsendable) {
                LOG.atError()
                        .addKeyValue("path", request.path())
                        .setCause(unsendable)
                        .log("the answer cannot be sent; the client learns that there is none");
                request.response().reset(HTTP2_INTERNAL_ERROR);
            }
        });
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
        if (!request.isEnded()) {
            request.resume();
        }
    }
}
