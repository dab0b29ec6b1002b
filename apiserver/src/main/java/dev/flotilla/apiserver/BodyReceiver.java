package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Requests whose bodies are on their way. A body over the limit is read to its end, so that the client sees the
 * refusal, but not kept; one far over it, or one that takes too long, costs the client its connection.
 */
final class BodyReceiver {
    private static final int DISCARDED_BYTES_MAX = 64 << 20;
    private static final int HTTP2_CANCEL = 8;

    /** What becomes of a request whose body is not handed on. */
    interface Outcome {
        /** Answers with the error. Runs on the request's event loop. */
        void refused(HttpServerRequest request, StatusError error);

        /** The client is gone. */
        void lost(HttpServerRequest request);
    }

    private record Receiving(Context context, RequestBody body) {}

    private final BodyBudget budget;
    private final Duration patience;
    private final Outcome outcome;
    private final Map<HttpServerRequest, Receiving> receiving = new ConcurrentHashMap<>();

    /** @param patience the longest that a client may take to send a body */
    BodyReceiver(BodyBudget budget, Duration patience, Outcome outcome) {
        this.budget = budget;
        this.patience = patience;
        this.outcome = outcome;
    }

    /** @param whole is given the body once it is there, and has to release it */
    void receive(Context context, HttpServerRequest request, Consumer<RequestBody> whole) {
        RequestBody body = new RequestBody(budget);
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
                received(request, body, whole);
            }
        });
    }

    private void received(HttpServerRequest request, RequestBody body, Consumer<RequestBody> whole) {
        switch (body.verdict()) {
            case KEPT -> whole.accept(body);
            case TOO_LARGE -> outcome.refused(request, StatusError.tooLarge(Frontend.BODY_BYTES_MAX));
            case OVERLOAD ->
                outcome.refused(
                        request,
                        StatusError.tooManyRequests(
                                "The bodies of all requests are too much, please try again later.", 1));
        }
    }

    private void lost(HttpServerRequest request) {
        Receiving lost = receiving.remove(request);
        if (lost != null) {
            lost.body().release();
            outcome.lost(request);
        }
    }

    /** Ends what takes too long; to be called every few seconds, from any thread. */
    void sweep() {
        long now = System.nanoTime();
        receiving.forEach((request, each) -> {
            if (now - each.body().startedNanos() > patience.toNanos()) {
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
        outcome.refused(
                request,
                new StatusError(
                        408, "Timeout", "Timeout: the body of the request did not arrive in time", Optional.empty()));
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP2_CANCEL);
        } else {
            request.connection().close();
        }
    }
}
