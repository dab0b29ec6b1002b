package dev.flotilla.e2e.differential;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.apiserver.ApiServer;
import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Kubeconfig;
import dev.flotilla.apiserver.write.ServiceAddresses;
import dev.flotilla.e2e.member.Api;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** The hub's API server over memory, in this process, with nobody beside it. */
final class InMemoryServer implements AutoCloseable {
    private static final int CLOSE_SECONDS_MAX = 10;

    private final Vertx vertx = Vertx.vertx();
    private final ApiServer server;
    private final Api api;

    /** @param definition of a kind that it serves from the beginning */
    InMemoryServer(ObjectNode definition) {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.generate("differential", now);
        server = ApiServer.start(
                vertx,
                ApiServerConfig.over(new InMemoryObjectStore())
                        .catalog(SnapshotCatalog.of(List.of(definition)))
                        .addresses(ServiceAddresses.range("10.96.0.0", 16))
                        .identified(authority.server("server", List.of("127.0.0.1"), now), authority.certificatePem()));
        try {
            Path file = Files.createTempFile("differential", ".kubeconfig");
            new Kubeconfig(
                            "differential",
                            List.of(new Kubeconfig.Context(
                                    "differential",
                                    server.url(),
                                    authority.certificatePem(),
                                    authority.client("admin", List.of("system:masters"), now))))
                    .write(file);
            api = Api.of(file);
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write a kubeconfig", failed);
        }
    }

    Api api() {
        return api;
    }

    @Override
    public void close() {
        api.close();
        server.close();
        try {
            vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new IllegalStateException("the server does not end", late);
        }
    }
}
