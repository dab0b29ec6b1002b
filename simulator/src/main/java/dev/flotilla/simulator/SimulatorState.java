package dev.flotilla.simulator;

import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a running simulator's clusters are, as {@code simulator.json} in its directory says.
 *
 * @param pid of its process
 * @param adminPort of its control endpoint on 127.0.0.1; the token for it lies beside, in {@code admin-token}
 */
public record SimulatorState(long pid, int adminPort, List<Member> clusters) {
    private static final String FILE = "simulator.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One cluster.
     *
     * @param endpoint as {@code https://127.0.0.1:6443}
     * @param kubeconfig the file's path, relative to the simulator's directory
     */
    public record Member(String name, String region, List<String> zones, String endpoint, String kubeconfig) {
        public Member {
            zones = List.copyOf(zones);
        }
    }

    public SimulatorState {
        clusters = List.copyOf(clusters);
    }

    /** What the simulator of that directory wrote last; empty if none ever ran there. */
    public static Optional<SimulatorState> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(JSON.readValue(Files.readAllBytes(file), SimulatorState.class))
                : Optional.empty();
    }

    void write(Path directory) throws IOException {
        PrivateFiles.write(directory.resolve(FILE), JSON.writeValueAsString(this));
    }

    /** How an administrator reaches each cluster, for merging into one kubeconfig. */
    public List<Kubeconfig.Context> contexts(Path directory) throws IOException {
        String authority = Files.readString(directory.resolve(PrivateFiles.AUTHORITY + ".crt"));
        Identity admin = PrivateFiles.identity(directory.resolve(PrivateFiles.ADMIN));
        return clusters.stream()
                .map(each -> new Kubeconfig.Context(each.name(), each.endpoint(), authority, admin))
                .toList();
    }
}
