package dev.flotilla.simulator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one simulator process runs.
 *
 * @param directory where it keeps its certificates and says where its clusters are
 * @param adminPort of its control endpoint on 127.0.0.1; 0 for any free one
 */
public record FleetOptions(Path directory, int adminPort, List<ClusterOptions> clusters) {
    public FleetOptions {
        clusters = List.copyOf(clusters);
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("a fleet needs at least one cluster; name some");
        }
    }

    /**
     * Clusters with the usual nodes.
     *
     * @param names of the clusters
     * @param regions of the clusters by position; empty for those beyond its end
     * @param basePort the first cluster's port, the others' follow; 0 for free ones
     */
    public static FleetOptions of(
            Path directory, List<String> names, List<String> regions, int basePort, ClusterOptions.Nodes nodes) {
        List<ClusterOptions> clusters = new ArrayList<>();
        for (int position = 0; position < names.size(); position++) {
            String region = position < regions.size() ? regions.get(position) : "";
            ClusterOptions usual =
                    ClusterOptions.of(names.get(position), region, basePort == 0 ? 0 : basePort + position);
            clusters.add(new ClusterOptions(usual.name(), region, usual.zones(), usual.port(), nodes, usual.pace()));
        }
        return new FleetOptions(directory, 0, clusters);
    }
}
