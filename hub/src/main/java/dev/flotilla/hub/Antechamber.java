package dev.flotilla.hub;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.hub.config.Address;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers in the API's place while a node starts: it lives, it is not ready and why, and everything else may be asked
 * again soon or elsewhere.
 */
final class Antechamber implements AutoCloseable {
    private static final int LISTEN_SECONDS_MAX = 10;
    private static final int RETRY_SECONDS = 1;

    private final HttpServer server;

    private Antechamber(HttpServer server) {
        this.server = server;
    }

    /**
     * @param missing what the node still waits for
     * @throws IOException if the address is taken
     */
    static Antechamber open(Vertx vertx, Address address, Identity identity, Supplier<String> missing)
            throws IOException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(identity.certificatePem()))
                        .setKeyValue(Buffer.buffer(identity.keyPem())));
        HttpServer server = vertx.createHttpServer(options).requestHandler(request -> answer(request, missing.get()));
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(LISTEN_SECONDS_MAX, TimeUnit.SECONDS);
            return new Antechamber(server);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException(
                    "cannot listen on " + address + "; choose another port or end whoever has it: "
                            + failed.getMessage(),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", interrupted);
        }
    }

    private static void answer(HttpServerRequest request, String missing) {
        String path = String.valueOf(request.path());
        if (path.equals("/livez") || path.startsWith("/livez/")) {
            text(request, 200, "ok");
        } else if (path.startsWith("/readyz") || path.startsWith("/healthz")) {
            String check = path.substring(1).split("/", 2)[0];
            text(request, 500, "[+]ping ok\n[-]log failed: " + missing + "\n" + check + " check failed\n");
        } else {
            StatusError starting =
                    StatusError.unavailable("this node of the hub is starting: " + missing, RETRY_SECONDS);
            request.response()
                    .setStatusCode(starting.code())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Retry-After", Integer.toString(RETRY_SECONDS))
                    .end(starting.toJson().toString());
        }
    }

    private static void text(HttpServerRequest request, int code, String body) {
        request.response()
                .setStatusCode(code)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }

    /** The address is free when this returns. */
    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
