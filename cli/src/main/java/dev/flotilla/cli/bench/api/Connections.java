package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.Kubeconfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The benchmark's connections to one subject, all served by one thread. */
final class Connections implements AutoCloseable {
    private static final int CLOSE_SECONDS_MAX = 10;
    private static final int STREAMS_PER_CONNECTION = 100;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Kubeconfig kubeconfig;

    Connections(Kubeconfig kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    Vertx vertx() {
        return vertx;
    }

    /** HTTP/1.1, TLS 1.3, kept alive: one connection for each client. */
    HttpClient separate(int clients) {
        return vertx.createHttpClient(options(), new PoolOptions().setHttp1MaxSize(clients));
    }

    /** HTTP/2, a hundred streams on each connection, which every server allows. */
    HttpClient shared(int streams) {
        int connections = Math.ceilDiv(streams, STREAMS_PER_CONNECTION);
        return vertx.createHttpClient(
                options()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setUseAlpn(true)
                        .setHttp2MultiplexingLimit(STREAMS_PER_CONNECTION),
                new PoolOptions().setHttp2MaxSize(connections));
    }

    private HttpClientOptions options() {
        URI server = URI.create(kubeconfig.server());
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setDefaultHost(server.getHost())
                .setDefaultPort(server.getPort())
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(kubeconfig.caPem().orElseThrow())));
        options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(kubeconfig.clientCertificatePem().orElseThrow()))
                .setKeyValue(Buffer.buffer(kubeconfig.clientKeyPem().orElseThrow())));
        return options;
    }

    @Override
    public void close() {
        await(vertx.close(), CLOSE_SECONDS_MAX);
    }

    /** @throws UserError if it fails, or is not done in time */
    static <T> T await(Future<T> future, long secondsMax) {
        try {
            return future.await(secondsMax, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new UserError("no answer within " + secondsMax + " s", late);
        }
    }
}
