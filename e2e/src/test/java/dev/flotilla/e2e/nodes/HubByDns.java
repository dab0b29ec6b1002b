package dev.flotilla.e2e.nodes;

import dev.flotilla.cli.client.HubNodes;
import dev.flotilla.cli.command.StatusCommand;
import dev.flotilla.e2e.process.HubLayout;
import dev.flotilla.e2e.process.NodeProcesses;
import dev.flotilla.replication.broker.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/**
 * Three hub nodes over one broker that none of them carries. Each listens for the others on a loopback address of its
 * own, and they ask DNS where the others are.
 */
final class HubByDns implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final NameService names;
    private final HubLayout layout;
    private final NodeProcesses nodes;

    private HubByDns(EmbeddedBroker broker, NameService names, HubLayout layout) {
        this.broker = broker;
        this.names = names;
        this.layout = layout;
        // A name that was unknown is asked again soon; ten seconds by default.
        List<String> options = List.of(names.option(), "-Dsun.net.inetaddr.negative.ttl=1");
        this.nodes = new NodeProcesses(layout, layout.directory(), options);
    }

    /** Starts nothing yet: each node is started, and published to the others, when the time has come. */
    static HubByDns prepare(Path directory) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.inProcess(
                EmbeddedBroker.Options.in(directory.resolve("broker")).withFsync(false));
        try {
            HubLayout layout = HubLayout.write("several", directory, List.of(broker.bootstrapServers()));
            HubByDns hub = new HubByDns(broker, new NameService(directory.resolve("hosts")), layout);
            layout.configure(hub::askingDns);
            layout.configure((_, configuration) -> configuration + "timing:\n  read: 8s\n");
            return hub;
        } catch (IOException | RuntimeException | Error failed) {
            broker.close();
            throw failed;
        }
    }

    private String askingDns(String node, String configuration) {
        String peers = "peers:\n  listen: '" + peerAddress(node) + ":" + peerPort(node) + "'\n  advertised: '"
                + advertised(node) + "'\n  dns: " + NameService.NAME + "\n  dnsServer: '" + names.server() + "'\n";
        return configuration.replaceFirst("peers:\n( .*\n)+", peers);
    }

    NodeProcesses nodes() {
        return nodes;
    }

    /** Makes the node's name known. */
    void publish(String node) throws IOException {
        names.publish(node, peerAddress(node), peerPort(node));
    }

    /** The port on which a node listens for the others. */
    int peerPort(String node) {
        return layout.peerPort(node);
    }

    /** The address on which it listens for them. */
    String peerAddress(String node) {
        return "127.0.0." + (HubLayout.NAMES.indexOf(node) + 2);
    }

    /** What the others know it by. */
    String advertised(String node) {
        return NameService.host(node) + ":" + peerPort(node);
    }

    /** How many slices each node holds, as the given one sees it. */
    Map<String, Integer> slices(String seenBy) {
        Map<String, Integer> held = new TreeMap<>();
        HubNodes.of(nodes.client(seenBy))
                .forEach(node -> held.put(node.name(), node.slices().size()));
        held.values().removeIf(count -> count == 0);
        return held;
    }

    /** What {@code flotilla status} prints, asking one node. */
    String status(String node) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            new CommandLine(new StatusCommand())
                    .execute("--kubeconfig", layout.kubeconfig().toString(), "--context", node);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        nodes.close();
        broker.close();
        names.close();
    }
}
