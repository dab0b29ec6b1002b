package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what the nodes of a new hub are started with. */
@Command(
        name = "init",
        description = {
            "Writes the files that a hub's nodes are started with: authorities, certificates, a hub.yaml for each node"
                    + " and a kubeconfig for the administrator.",
            "Done again with the same --out it keeps the authorities and each hub.yaml, adds nodes that are new, and"
                    + " issues all certificates anew."
        },
        mixinStandardHelpOptions = true)
public final class HubInitCommand implements Callable<Integer> {
    private static final int CLUSTER_ID_BYTES = 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--nodes",
            required = true,
            split = ",",
            paramLabel = "NAME=HOST[:PORT][@REGION[/ZONE]]",
            description =
                    "every node, with the host by which the others and clients reach it. Its API is on PORT (7443),"
                            + " and on the three after it are its nodes' own, its broker's and its controller's.")
    private List<String> nodes = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where the files go")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            defaultValue = "flotilla",
            description = "the hub's name; two hubs that share a Kafka need two names (default: ${DEFAULT-VALUE})")
    private String name = "flotilla";

    @Option(
            names = "--data",
            defaultValue = "data",
            paramLabel = "DIR",
            description = "where each node keeps its data, relative to its hub.yaml (default: ${DEFAULT-VALUE})")
    private String data = "data";

    @Option(
            names = "--api-names",
            split = ",",
            paramLabel = "NAME",
            description = "further names or addresses by which clients reach the API, as a load balancer's")
    private List<String> apiNames = List.of();

    @Option(
            names = "--bootstrap-servers",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "a Kafka of yours to keep the log; without it each node carries a broker")
    private List<String> bootstrapServers = List.of();

    @Option(
            names = "--fsync",
            negatable = true,
            description =
                    "whether the brokers wait for the disk; without it one alone does, and several lean on each other")
    private @Nullable Boolean fsync;

    @Override
    public Integer call() {
        try {
            HubPlan plan = new HubPlan(
                    name,
                    nodes.stream().map(NodePlan::parse).toList(),
                    data,
                    clusterId(),
                    bootstrapServers,
                    Optional.ofNullable(fsync));
            new HubInit(plan, out.toAbsolutePath().normalize(), apiNames, Instant.now()).write();
            plan.nodes()
                    .forEach(node -> spec.commandLine()
                            .getOut()
                            .println("On " + node.host() + ": flotilla hub --config "
                                    + out.resolve(node.name()).resolve("hub.yaml")));
            spec.commandLine()
                    .getOut()
                    .println("Then: kubectl --kubeconfig " + out.resolve("admin.kubeconfig") + " get --raw /readyz\n"
                            + "Keep " + out.resolve("authorities")
                            + " away from the nodes: whoever has it is everybody.");
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new UserError(String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException failed) {
            throw new UserError("the files cannot be written to " + out + ": " + failed, failed);
        }
    }

    /** In the form that Kafka gives its own. */
    private static String clusterId() {
        UUID random = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(CLUSTER_ID_BYTES)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
