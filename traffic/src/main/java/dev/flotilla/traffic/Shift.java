package dev.flotilla.traffic;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How weights get from where they are to where they should be.
 *
 * <pre>
 * baseline = previous weights without the sites that cannot serve, in the same proportions;
 *            the targets themselves if no site that can serve has weight yet
 * step     = baseline + (targets - baseline) * min(1, maxStep / largest difference)
 * </pre>
 *
 * <p>Both sum to the scale. No weight is further than {@code maxStep} from the baseline, and the largest difference
 * shrinks by {@code maxStep} with each step: the targets are reached after {@code ceil(difference / maxStep)}.
 */
final class Shift {
    private Shift() {}

    /**
     * What must hold at once, whatever the pace.
     *
     * @param targets sum to the scale; only sites that can serve have one
     */
    static SortedMap<String, Integer> baseline(
            SortedMap<String, Integer> previous, Set<String> serving, SortedMap<String, Integer> targets, int scale) {
        SortedMap<String, Long> kept = new TreeMap<>();
        previous.forEach((cluster, weight) -> {
            if (weight > 0 && serving.contains(cluster)) {
                kept.put(cluster, (long) weight);
            }
        });
        return kept.isEmpty() ? targets : Shares.of(kept, scale);
    }

    static SortedMap<String, Integer> step(
            SortedMap<String, Integer> baseline, SortedMap<String, Integer> targets, int maxStep, int scale) {
        Set<String> clusters = new TreeSet<>(baseline.keySet());
        clusters.addAll(targets.keySet());
        long largest = clusters.stream()
                .mapToLong(cluster -> Math.abs(difference(baseline, targets, cluster)))
                .max()
                .orElse(0);
        if (largest <= maxStep) {
            return targets;
        }
        SortedMap<String, Long> numerators = new TreeMap<>();
        for (String cluster : clusters) {
            numerators.put(
                    cluster,
                    baseline.getOrDefault(cluster, 0) * largest
                            + difference(baseline, targets, cluster) * (long) maxStep);
        }
        return Shares.ofFractions(numerators, largest, scale);
    }

    private static int difference(
            SortedMap<String, Integer> baseline, SortedMap<String, Integer> targets, String cluster) {
        return targets.getOrDefault(cluster, 0) - baseline.getOrDefault(cluster, 0);
    }
}
