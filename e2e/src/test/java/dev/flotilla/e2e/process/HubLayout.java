package dev.flotilla.e2e.process;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.kafka.common.Uuid;
import tools.jackson.core.JacksonException;

/** The files and ports of a hub's nodes on the loopback address, as {@code hub init} sets them up. */
public final class HubLayout {
    /** The nodes'. */
    public static final List<String> NAMES = List.of("a", "b", "c");

    private static final int PORTS_EACH = 4;

    private final Path directory;
    private final int port;

    private HubLayout(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Finds ports, and writes what the nodes are started with.
     *
     * @param bootstrapServers a Kafka that is there already; none for brokers on the nodes
     */
    public static HubLayout write(String hub, Path directory, List<String> bootstrapServers) throws IOException {
        HubLayout layout = new HubLayout(directory, FreePorts.block(NAMES.size() * PORTS_EACH));
        List<NodePlan> nodes = NAMES.stream()
                .map(node -> NodePlan.parse(node + "=127.0.0.1:" + layout.apiPort(node) + "@eu/eu-" + node))
                .toList();
        HubPlan plan = new HubPlan(hub, nodes, "data", Uuid.randomUuid().toString(), bootstrapServers);
        new HubInit(plan, directory, List.of(), Instant.now()).write();
        return layout;
    }

    /** @param change from a node's name and its {@code hub.yaml} to what that is to be instead */
    public void configure(BinaryOperator<String> change) throws IOException {
        for (String node : NAMES) {
            Path file = configuration(node);
            Files.writeString(file, change.apply(node, Files.readString(file)));
        }
    }

    /** What {@code hub init} wrote to, and the nodes write beneath. */
    public Path directory() {
        return directory;
    }

    /** The port for clients. */
    public int apiPort(String node) {
        return port + PORTS_EACH * NAMES.indexOf(node);
    }

    /** The port for other nodes. */
    public int peerPort(String node) {
        return apiPort(node) + 1;
    }

    /** The port for clients of the broker that a node carries. */
    public int brokerPort(String node) {
        return apiPort(node) + 2;
    }

    /** The port for other brokers of the quorum. */
    public int controllerPort(String node) {
        return apiPort(node) + 3;
    }

    /** A file of a node's, or, for the name {@code authorities}, of none of them. */
    public Path file(String node, String name) {
        return directory.resolve(node).resolve(name);
    }

    /** A node's {@code hub.yaml}. */
    public Path configuration(String node) {
        return file(node, "hub.yaml");
    }

    /** With a context for each node. */
    public Path kubeconfig() {
        return directory.resolve("admin.kubeconfig");
    }

    /** The administrator's at one node. */
    public Kubeconfig kubeconfig(String node) {
        return Kubeconfig.read(kubeconfig(), Optional.of(node));
    }

    /** The process of the broker that a node carries, as that says of itself; empty if it does not run. */
    public Optional<ProcessHandle> broker(String node) {
        try {
            byte[] said = Files.readAllBytes(file(node, "data/broker/broker.json"));
            return ProcessHandle.of(ObjectJson.parse(said).at("/broker/pid").asLong())
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | JacksonException notThere) {
            return Optional.empty();
        }
    }
}
