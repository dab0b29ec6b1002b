package dev.flotilla.cli.place;

import dev.flotilla.cli.UserError;
import java.util.HashMap;
import java.util.List;
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

    private static final List<String> KEYS = List.of("clusters", "providers", "regions", "tainted", "used", "zones");
    private static final int CLUSTERS_MAX = 100_000;
    private static final int ZONES_MAX = 26;
    private static final int PERCENT_MAX = 100;

    /**
     * @param text as {@code regions=20,clusters=400}; what it leaves out is as in {@link #DEFAULT}
     * @throws UserError if it cannot be understood
     */
    public static FleetShape parse(String text) {
        Map<String, Integer> given = new HashMap<>();
        for (String each : text.split(",", -1)) {
            String[] pair = each.strip().split("=", -1);
            if (pair.length != 2 || !KEYS.contains(pair[0]) || !pair[1].matches("[0-9]{1,6}")) {
                throw new UserError("--generate-fleet: '" + each + "' is not understood; write a list of "
                        + KEYS.stream().map(key -> key + "=N").toList()
                        + ", as in regions=20,clusters=400");
            }
            given.put(pair[0], Integer.parseInt(pair[1]));
        }
        int clusters = given.getOrDefault("clusters", DEFAULT.clusters);
        int regions = given.getOrDefault("regions", Math.min(DEFAULT.regions, clusters));
        FleetShape shape = new FleetShape(
                regions,
                clusters,
                given.getOrDefault("zones", DEFAULT.zones),
                given.getOrDefault("providers", Math.min(DEFAULT.providers, regions)),
                given.getOrDefault("tainted", DEFAULT.taintedPercent),
                given.getOrDefault("used", DEFAULT.usedPercent));
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
