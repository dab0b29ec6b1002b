package dev.flotilla.simulator.container;

import dev.flotilla.apiserver.relay.Inbound;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A WebSocket that carries several streams, as {@code v4.channel.k8s.io} and {@code v5.channel.k8s.io} have it: the
 * first byte of a message names its stream; in v5, 255 and a number close one. Reads are asked for one by one, writes
 * wait until there is room.
 */
final class Channels {
    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int ERROR = 3;
    private static final int CLOSE = 255;
    private static final int FRAME_BYTES_MAX = 32 << 10;
    private static final int STALLED_SECONDS_MAX = 30;
    private static final byte[] END = {};

    private final Inbound inbound;
    private final ServerWebSocket socket;
    private final BlockingQueue<byte[]> input = new ArrayBlockingQueue<>(4);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private Channels(Inbound inbound, ServerWebSocket socket) {
        this.inbound = inbound;
        this.socket = socket;
    }

    static Channels accept(Inbound inbound) throws InterruptedException {
        CompletableFuture<Channels> accepted =
                inbound.on(() -> inbound.request().toWebSocket().map(socket -> {
                    socket.pause();
                    Channels channels = new Channels(inbound, socket);
                    socket.handler(message -> channels.received(message.getBytes()));
                    socket.closeHandler(_ -> channels.close());
                    socket.exceptionHandler(_ -> channels.close());
                    socket.fetch(1);
                    return channels;
                }));
        try {
            return accepted.get(STALLED_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IllegalStateException("the upgrade failed", refused);
        }
    }

    private void close() {
        closed.complete(null);
        // If nobody reads there is no room, and nobody who would wait for the end.
        boolean _ = input.offer(END);
    }

    /** The client is gone. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    private void received(byte[] message) {
        boolean data = message.length > 1 && message[0] == STDIN;
        boolean end = message.length > 1 && (message[0] & 0xff) == CLOSE && message[1] == STDIN;
        if (data || end) {
            boolean _ = input.offer(end ? END : Arrays.copyOfRange(message, 1, message.length));
        } else {
            socket.fetch(1);
        }
    }

    InputStream stdin() {
        return new InputStream() {
            private InputStream part = new ByteArrayInputStream(END);
            private boolean ended;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int read = part.read(into, at, length);
                while (read < 0 && !ended) {
                    byte[] next = await();
                    ended = next.length == 0;
                    part = new ByteArrayInputStream(next);
                    read = part.read(into, at, length);
                }
                return read;
            }

            private byte[] await() throws IOException {
                try {
                    byte[] next = closed.isDone() && input.isEmpty() ? END : input.take();
                    inbound.context().runOnContext(_ -> socket.fetch(1));
                    return next;
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
        };
    }

    OutputStream stream(int channel) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int at, int length) throws IOException {
                for (int from = at; from < at + length; from += FRAME_BYTES_MAX) {
                    int to = Math.min(from + FRAME_BYTES_MAX, at + length);
                    send(Buffer.buffer().appendByte((byte) channel).appendBytes(bytes, from, to - from));
                }
            }
        };
    }

    private void send(Buffer message) throws IOException {
        try {
            inbound.on(() -> socket.writeBinaryMessage(message)).get(STALLED_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException gone) {
            throw new IOException("the client is gone", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    void end() {
        inbound.context().runOnContext(_ -> {
            var _ = socket.close();
        });
    }
}
