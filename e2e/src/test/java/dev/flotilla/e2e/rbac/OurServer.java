package dev.flotilla.e2e.rbac;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Kubeconfig;
import dev.flotilla.apiserver.rbac.RbacAuthorizer;
import dev.flotilla.e2e.member.Api;
import dev.flotilla.simulator.ClusterOptions;
import dev.flotilla.simulator.SimulatedCluster;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A server of ours over memory, in this process, with the controllers of a cluster. */
final class OurServer implements AutoCloseable {
    private static final String NAME = "rbac";

    private final Vertx vertx = Vertx.vertx();
    private final SimulatedCluster cluster;
    private final Api api;

    OurServer() {
        Instant now = Instant.now();
        CertificateAuthority authority = CertificateAuthority.generate(NAME, now);
        cluster = SimulatedCluster.start(ClusterOptions.of(NAME, "eu", 0), authority, vertx, InstantSource.system());
        try {
            Path file = Files.createTempFile(NAME, ".kubeconfig");
            new Kubeconfig(
                            NAME,
                            List.of(new Kubeconfig.Context(
                                    NAME,
                                    cluster.url(),
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

    /** Its own judgement, to ask for every reason and not the first alone. */
    RbacAuthorizer authorizer() {
        return new RbacAuthorizer(cluster::snapshot);
    }

    @Override
    public void close() {
        api.close();
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
