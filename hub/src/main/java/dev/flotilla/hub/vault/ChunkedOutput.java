package dev.flotilla.hub.vault;

import dev.flotilla.apiserver.relay.Inbound;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends what is written as an answer of unknown length, and waits for the client. What is large comes in one piece, so
 * nothing is gathered here.
 */
final class ChunkedOutput extends OutputStream {
    private static final int SEND_SECONDS_MAX = 60;

    private final Inbound inbound;
    private boolean begun;

    ChunkedOutput(Inbound inbound) {
        this.inbound = inbound;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Buffer part = Buffer.buffer(length).appendBytes(bytes, offset, length);
        boolean first = !begun;
        begun = true;
        await(inbound.on(() -> {
            HttpServerResponse response = inbound.request().response();
            if (first) {
                response.setStatusCode(200).setChunked(true);
                response.putHeader("Content-Type", "application/octet-stream");
                inbound.headers().forEach(header -> response.headers().add(header.name(), header.value()));
            }
            return response.write(part);
        }));
    }

    /** Lets the client see that the answer is complete; one that is not ended so is aborted. */
    void finish() throws IOException {
        await(inbound.on(() -> inbound.request().response().end()));
    }

    private static void await(CompletableFuture<Void> sent) throws IOException {
        try {
            sent.get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException gone) {
            throw new IOException("the client takes no more", gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
