package dev.flotilla.e2e.fuzz;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.apiserver.ApiServer;
import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.auth.Authenticator;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A server over a store in memory, and connections to it. */
final class FuzzServer implements AutoCloseable {
    static final String TOKEN = "fuzz-token";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final ApiServer server;
    private final SSLSocketFactory sockets;

    FuzzServer() throws GeneralSecurityException {
        CertificateAuthority authority = CertificateAuthority.generate("fuzz-ca", Instant.now());
        Identity identity = authority.server("fuzz", List.of(), Instant.now());
        UserInfo admin = UserInfo.authenticated("admin", List.of(UserInfo.MASTERS));
        ApiServerConfig config = ApiServerConfig.over(store)
                .catalog(SnapshotCatalog.of(FederationTypes.customResourceDefinitions()))
                .rules(FederationTypes::rules)
                .meters(meters)
                .authenticator(Authenticator.certificatesAndTokens(
                        token -> Optional.of(admin).filter(_ -> token.equals(TOKEN))))
                .identified(identity, authority.certificatePem());
        namespace();
        server = ApiServer.start(vertx, config);
        sockets = trusting();
    }

    private void namespace() {
        String json = """
            {"apiVersion":"v1","kind":"Namespace",
             "metadata":{"name":"default","uid":"u","creationTimestamp":"2026-01-01T00:00:00Z"},
             "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}\
            """;
        store.commit(new Commit(
                List.of(new Write.Put(
                        ObjectKey.of("", "namespaces", "", "default"),
                        ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))))),
                List.of(),
                Commit.Origin.CLIENT,
                "fuzz"));
    }

    Wire connect() throws IOException {
        return new Wire(sockets, server.port());
    }

    /** Watches that are still being served. */
    double watches() {
        return meters.get("apiserver.watches").gauge().value();
    }

    private static SSLSocketFactory trusting() throws GeneralSecurityException {
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {all}, new SecureRandom());
        return context.getSocketFactory();
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
