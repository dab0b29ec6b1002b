package dev.flotilla.simulator;

import dev.flotilla.simulator.node.NodeObjects;
import dev.flotilla.simulator.node.Pace;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One simulated cluster.
 *
 * @param region of all its nodes; empty for none
 * @param zones over which its nodes are spread in turn
 * @param port of its API server on 127.0.0.1; 0 for any free one
 * @param nodes how many there are, and what each has to give
 */
public record ClusterOptions(String name, String region, List<String> zones, int port, Nodes nodes, Pace pace) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?");

    /**
     * A cluster's machines, all alike.
     *
     * @param cpu a quantity, as {@code 32}
     * @param memory a quantity, as {@code 128Gi}
     * @param pods how many each takes
     */
    public record Nodes(int count, String cpu, String memory, int pods) {
        public static final Nodes DEFAULT = new Nodes(3, "64", "256Gi", 2000);
    }

    public ClusterOptions {
        zones = List.copyOf(zones);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a cluster; use at most 48 lower-case letters, digits and dashes");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(port + " is no port; use one from 1 to 65535, or 0 for a free one");
        }
    }

    /** A cluster with the usual nodes, in one zone named after it. */
    public static ClusterOptions of(String name, String region, int port) {
        return new ClusterOptions(name, region, List.of(name + "-a"), port, Nodes.DEFAULT, Pace.DEFAULT);
    }

    NodeObjects.Machines machines() {
        return new NodeObjects.Machines(name, region, zones, nodes.count(), nodes.cpu(), nodes.memory(), nodes.pods());
    }
}
