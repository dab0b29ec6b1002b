package dev.flotilla.hub.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A hub that is to be, and the {@code hub.yaml} of each of its nodes.
 *
 * @param name the hub's
 * @param data where each node keeps its data; relative to its file
 * @param clusterId of the brokers that the nodes carry
 * @param bootstrapServers a Kafka that is there already; empty for brokers on the nodes
 * @param fsync whether those wait for the disk; empty for what is usual with that many
 */
public record HubPlan(
        String name,
        List<NodePlan> nodes,
        String data,
        String clusterId,
        List<String> bootstrapServers,
        Optional<Boolean> fsync) {
    public HubPlan {
        nodes = List.copyOf(nodes);
        bootstrapServers = List.copyOf(bootstrapServers);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a hub has at least one node");
        }
        if (nodes.stream().map(NodePlan::name).distinct().count() < nodes.size()) {
            throw new IllegalArgumentException("two nodes have the same name");
        }
        if (nodes.stream().anyMatch(node -> node.name().equals(HubInit.AUTHORITIES))) {
            throw new IllegalArgumentException("a node cannot be called " + HubInit.AUTHORITIES);
        }
        if (bootstrapServers.isEmpty() && nodes.size() % 2 == 0) {
            throw new IllegalArgumentException("brokers on " + nodes.size()
                    + " nodes survive no more losses than on one fewer; name an odd number of nodes, or a Kafka of yours"
                    + " with --bootstrap-servers");
        }
    }

    /** One whose brokers wait for the disk as is usual with that many. */
    public HubPlan(String name, List<NodePlan> nodes, String data, String clusterId, List<String> bootstrapServers) {
        this(name, nodes, data, clusterId, bootstrapServers, Optional.empty());
    }

    /** The same for brokers that are there already. */
    HubPlan withClusterId(String id) {
        return new HubPlan(name, nodes, data, id, bootstrapServers, fsync);
    }

    /** The file that the node is started with. */
    public String yaml(NodePlan node) {
        StringBuilder text = new StringBuilder("# Every setting and its default: docs/hub-config.md\n");
        text.append("hub: ").append(name).append("\nnode: ").append(node.name()).append('\n');
        append(text, "region", node.location().region());
        append(text, "zone", node.location().zone());
        text.append("data: ").append(data).append('\n');
        text.append("api:\n  listen: ").append(wildcard(node.api())).append('\n');
        text.append("  authority: api-ca.crt\n  certificate: api.crt\n  key: api.key\n");
        text.append("tls:\n  authority: nodes-ca.crt\n  certificate: node.crt\n  key: node.key\n");
        if (nodes.size() > 1) {
            text.append("peers:\n  listen: ").append(wildcard(node.peers())).append("\n  nodes:\n");
            nodes.forEach(each -> text.append("    ")
                    .append(each.name())
                    .append(": '")
                    .append(each.peers())
                    .append("'\n"));
        }
        text.append("encryption:\n  keys:\n    - {id: first, file: ")
                .append(HubInit.KEY)
                .append("}\n");
        return text.append(kafka(node)).toString();
    }

    private String kafka(NodePlan node) {
        if (!bootstrapServers.isEmpty()) {
            return "kafka:\n  bootstrapServers: ["
                    + bootstrapServers.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "))
                    + "]\n";
        }
        StringBuilder text = new StringBuilder("kafka:\n  embedded:\n    clusterId: ")
                .append(clusterId)
                .append('\n');
        fsync.ifPresent(wanted -> text.append("    fsync: ").append(wanted).append('\n'));
        if (loopback(node.host())) {
            text.append("    listen: '").append(node.host()).append("'\n");
        }
        text.append("    brokers:\n");
        for (int index = 0; index < nodes.size(); index++) {
            NodePlan each = nodes.get(index);
            text.append("      ")
                    .append(each.name())
                    .append(": {id: ")
                    .append(index + 1)
                    .append(", clients: '")
                    .append(each.broker())
                    .append("', controller: '")
                    .append(each.controller())
                    .append("'}\n");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(name).append(": '").append(value.replace("'", "''")).append("'\n");
        }
    }

    /** A node listens on all its addresses, but on a loopback one alone if that is what it is reached by. */
    private static String wildcard(Address address) {
        return "'" + (loopback(address.host()) ? address : new Address("0.0.0.0", address.port())) + "'";
    }

    private static boolean loopback(String host) {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    }
}
