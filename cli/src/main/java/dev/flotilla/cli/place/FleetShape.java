package dev.flotilla.cli.place;

import dev.flotilla.cli.UserError;
import java.util.HashMap;
import java.util.Map;

/**
 * What a generated fleet looks like.
 *
 * @param zones of each region
 * @param taintedPercent of the clusters, that something keeps workloads off
 * @param usedPercent of the fleet's capacity, on average, that is taken already
 */
public record FleetShape(int regions, int clusters, int zones, int providers, int taintedPercent, int usedPercent) {
    public static final FleetShape DEFAULT = new FleetShape(3, 12, 3, 3, 5, 60);

    private static final int CLUSTERS_MAX = 100_000;
    private static final int ZONES_MAX = 26;
    private static final int PERCENT_MAX = 100;

    /**
     * @param text as {@code regions=20,clusters=400}; what it leaves out is as in {@link #DEFAULT}
     * @throws UserError if it cannot be understood
     */
    public static FleetShape parse(String text) {
        Map<String, Integer> values = new HashMap<>(Map.of(
                "regions", DEFAULT.regions,
                "clusters", DEFAULT.clusters,
                "zones", DEFAULT.zones,
                "providers", DEFAULT.providers,
                "tainted", DEFAULT.taintedPercent,
                "used", DEFAULT.usedPercent));
        for (String each : text.split(",", -1)) {
            String[] pair = each.strip().split("=", -1);
            if (pair.length != 2 || !values.containsKey(pair[0]) || !pair[1].matches("[0-9]{1,6}")) {
                throw new UserError("--generate-fleet: '" + each + "' is not understood; write a list of "
                        + values.keySet().stream()
                                .sorted()
                                .map(key -> key + "=N")
                                .toList()
                        + ", as in regions=20,clusters=400");
            }
            values.put(pair[0], Integer.parseInt(pair[1]));
        }
        FleetShape shape = new FleetShape(
                values.getOrDefault("regions", 0),
                values.getOrDefault("clusters", 0),
                values.getOrDefault("zones", 0),
                values.getOrDefault("providers", 0),
                values.getOrDefault("tainted", 0),
                values.getOrDefault("used", 0));
        shape.check();
        return shape;
    }

    private void check() {
        within("clusters", clusters, 1, CLUSTERS_MAX);
        within("regions", regions, 1, clusters);
        within("zones", zones, 1, ZONES_MAX);
        within("providers", providers, 1, regions);
        within("tainted", taintedPercent, 0, PERCENT_MAX);
        within("used", usedPercent, 0, PERCENT_MAX);
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new UserError("--generate-fleet: " + key + "=" + value + " must be between " + min + " and " + max);
        }
    }
}
