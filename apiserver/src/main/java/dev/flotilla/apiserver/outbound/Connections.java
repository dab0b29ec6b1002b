package dev.flotilla.apiserver.outbound;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Keeps one HTTPS client for each authority that some webhook names; those least used are given up. Thread-safe. */
final class Connections implements AutoCloseable {
    private static final int AUTHORITIES_MAX = 64;
    private static final int CONNECTIONS_MAX = 100;
    private static final int CONNECT_MS = 10_000;
    private static final int IDLE_SECONDS = 90;

    private final Vertx vertx;
    private final Map<String, HttpClientAgent> clients = new LinkedHashMap<>(16, 0.75f, true);

    Connections(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * @param caBundle PEM, base64-encoded; empty for the authorities that Java itself knows
     * @throws IllegalArgumentException if it is not
     */
    synchronized HttpClient trusting(String caBundle) {
        HttpClientAgent client = clients.get(caBundle);
        if (client == null) {
            client = vertx.createHttpClient(options(caBundle), new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
            clients.put(caBundle, client);
            giveUpOldest();
        }
        return client;
    }

    private void giveUpOldest() {
        Iterator<HttpClientAgent> oldest = clients.values().iterator();
        while (clients.size() > AUTHORITIES_MAX) {
            oldest.next().close();
            oldest.remove();
        }
    }

    private static HttpClientOptions options(String caBundle) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MS)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setDecompressionSupported(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        if (!caBundle.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions()
                    .addCertValue(Buffer.buffer(Base64.getDecoder().decode(caBundle))));
        }
        return options;
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClientAgent::close);
        clients.clear();
    }
}
