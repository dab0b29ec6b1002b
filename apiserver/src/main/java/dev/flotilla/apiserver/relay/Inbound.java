package dev.flotilla.apiserver.relay;

import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ApiResponse.Header;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A request whose body nobody has read yet, and the way to answer it. Request and response may be touched on the
 * context alone.
 *
 * @param request paused
 * @param headers that the answer must bear
 */
public record Inbound(Context context, HttpServerRequest request, List<Header> headers) {
    public Inbound {
        headers = List.copyOf(headers);
    }

    /** Does something on the connection's event loop; the future completes with its result. */
    public <T> CompletableFuture<T> on(Callable<Future<T>> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(_ -> {
            try {
                action.call().onSuccess(done::complete).onFailure(done::completeExceptionally);
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    /** Answers completely, if nothing has been answered yet, and lets the rest of the body go by. */
    public void answer(ApiResponse.Whole whole) {
        context.runOnContext(_ -> {
            HttpServerResponse response = request.response();
            if (response.closed() || response.ended() || response.headWritten()) {
                return;
            }
            response.setStatusCode(whole.code());
            whole.headers().forEach(header -> response.headers().add(header.name(), header.value()));
            response.end(Buffer.buffer(whole.body()));
            if (!request.isEnded()) {
                request.resume();
            }
        });
    }

    /** Ends the connection, or the stream of it that this is: for an answer that cannot be completed. */
    public void abort() {
        context.runOnContext(_ -> {
            if (!request.response().ended()) {
                var _ = request.response().reset();
            }
        });
    }
}
