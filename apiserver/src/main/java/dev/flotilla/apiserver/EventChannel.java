package dev.flotilla.apiserver;

import dev.flotilla.apiserver.request.ApiResponse;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One watch's way to its client. The sender waits until what it sent has room in the connection's buffer; a client that
 * makes no room for {@link #STALLED_SECONDS_MAX} is taken for gone.
 */
abstract class EventChannel implements ApiResponse.EventSink {
    private static final int STALLED_SECONDS_MAX = 30;

    final Context context;
    final CompletableFuture<Void> gone = new CompletableFuture<>();

    private EventChannel(Context context) {
        this.context = context;
    }

    /** Must be called on the context: sends, and completes when there is room for more. */
    abstract void write(List<byte[]> events, CompletableFuture<Void> sent);

    abstract void close();

    @Override
    public boolean send(List<byte[]> events) throws InterruptedException {
        if (gone.isDone()) {
            return false;
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        context.runOnContext(_ -> {
            if (gone.isDone()) {
                sent.complete(null);
            } else {
                write(events, sent);
            }
        });
        try {
            CompletableFuture.anyOf(sent, gone).get(STALLED_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            gone.complete(null);
        }
        return !gone.isDone();
    }

    @Override
    public void onGone(Runnable callback) {
        var _ = gone.thenRun(callback);
    }

    /** Lets go of the client: whoever sends learns that it is gone. */
    void abandon() {
        gone.complete(null);
    }

    /** Closes the stream from this side. */
    void end() {
        context.runOnContext(_ -> close());
    }

    /** Events as lines of a chunked answer; the head goes out at once. */
    static EventChannel chunks(Context context, HttpServerResponse response, List<ApiResponse.Header> headers) {
        EventChannel channel = new EventChannel(context) {
            @Override
            void write(List<byte[]> events, CompletableFuture<Void> sent) {
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                for (byte[] event : events) {
                    lines.writeBytes(event);
                    lines.write('\n');
                }
                response.write(Buffer.buffer(lines.toByteArray())).onFailure(_ -> gone.complete(null));
                whenRoom(sent);
            }

            private void whenRoom(CompletableFuture<Void> sent) {
                if (response.writeQueueFull()) {
                    response.drainHandler(_ -> sent.complete(null));
                } else {
                    sent.complete(null);
                }
            }

            @Override
            void close() {
                if (!response.ended() && !response.closed()) {
                    response.end().onFailure(_ -> gone.complete(null));
                }
            }
        };
        context.runOnContext(_ -> {
            response.closeHandler(_ -> channel.gone.complete(null));
            response.exceptionHandler(_ -> channel.gone.complete(null));
            response.setChunked(true);
            headers.forEach(header -> response.headers().add(header.name(), header.value()));
            response.writeHead().onFailure(_ -> channel.gone.complete(null));
        });
        return channel;
    }

    /** Events as text frames, one each. */
    static EventChannel webSocket(Context context, HttpServerRequest request) {
        CompletableFuture<ServerWebSocket> opened = new CompletableFuture<>();
        EventChannel channel = new EventChannel(context) {
            @Override
            void write(List<byte[]> events, CompletableFuture<Void> sent) {
                ServerWebSocket socket = opened.join();
                if (socket.isClosed()) {
                    gone.complete(null);
                    return;
                }
                for (byte[] event : events) {
                    socket.writeTextMessage(Buffer.buffer(event).toString()).onFailure(_ -> gone.complete(null));
                }
                if (socket.isClosed()) {
                    gone.complete(null);
                } else if (socket.writeQueueFull()) {
                    socket.drainHandler(_ -> sent.complete(null));
                } else {
                    sent.complete(null);
                }
            }

            @Override
            void close() {
                if (opened.isDone() && !opened.isCompletedExceptionally()) {
                    opened.join().close().onFailure(_ -> gone.complete(null));
                }
            }
        };
        CountDownLatch settled = new CountDownLatch(1);
        context.runOnContext(_ -> {
            Future<ServerWebSocket> upgrade = request.toWebSocket();
            upgrade.onSuccess(socket -> {
                socket.closeHandler(_ -> channel.gone.complete(null));
                socket.exceptionHandler(_ -> channel.gone.complete(null));
                opened.complete(socket);
                settled.countDown();
            });
            upgrade.onFailure(why -> {
                opened.completeExceptionally(why);
                channel.gone.complete(null);
                settled.countDown();
            });
        });
        awaitUpgrade(settled, channel);
        return channel;
    }

    private static void awaitUpgrade(CountDownLatch settled, EventChannel channel) {
        try {
            if (!settled.await(STALLED_SECONDS_MAX, TimeUnit.SECONDS)) {
                channel.gone.complete(null);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            channel.gone.complete(null);
        }
    }
}
