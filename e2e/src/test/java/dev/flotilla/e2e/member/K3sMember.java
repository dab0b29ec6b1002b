package dev.flotilla.e2e.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** A k3s in a container: the one member here that runs pods for real. */
final class K3sMember implements Member {
    static final String SKIPPED =
            "SKIPPED: the member contract against k3s: no Docker answers on this machine, or it has no image "
                    + K3sMember.NAME;
    private static final String NAME = "rancher/k3s:v1.33.1-k3s1";

    private final K3sContainer container;
    private final Path kubeconfig;
    private final Api api;

    private K3sMember(K3sContainer container) {
        this.container = container;
        container.start();
        try {
            this.kubeconfig =
                    Files.writeString(Files.createTempFile("k3s", ".kubeconfig"), container.getKubeConfigYaml());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write k3s' kubeconfig", failed);
        }
        this.api = Api.of(kubeconfig);
    }

    static Optional<K3sMember> find() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new K3sMember(new K3sContainer(DockerImageName.parse(NAME))));
        } catch (ContainerFetchException noImage) {
            return Optional.empty();
        }
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Api api() {
        return api;
    }

    @Override
    public boolean runsPods() {
        return true;
    }

    @Override
    public void close() {
        api.close();
        container.stop();
    }

    @Override
    public String toString() {
        return "k3s";
    }
}
