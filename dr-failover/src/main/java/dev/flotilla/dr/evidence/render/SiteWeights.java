package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Site;
import dev.flotilla.dr.evidence.DrillReport.Weights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One traffic policy's weights by site.
 *
 * @param places the lost sites first; a cluster that belongs to no site is a place of its own
 */
record SiteWeights(String policy, List<Place> places, List<Sample> samples) {
    /** A site as the picture has it. */
    record Place(String name, boolean lost) {}

    /**
     * The weights from some moment on.
     *
     * @param weights one for each place
     */
    record Sample(Instant at, List<Integer> weights) {
        int sum() {
            return weights.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** For each policy; all have the same places in the same order, so that a place looks the same everywhere. */
    static List<SiteWeights> of(DrillReport report) {
        Map<String, Place> placeOf = new HashMap<>();
        for (Site site : report.drill().sites()) {
            site.clusters().forEach(cluster -> placeOf.put(cluster, new Place(site.name(), site.lost())));
        }
        List<Place> places = report.traffic().stream()
                .flatMap(change -> change.weights().keySet().stream())
                .map(cluster -> placeOf.getOrDefault(cluster, new Place(cluster, false)))
                .distinct()
                .sorted(Comparator.comparing(Place::lost).reversed().thenComparing(Place::name))
                .toList();
        return report.traffic().stream()
                .map(Weights::policy)
                .distinct()
                .sorted()
                .map(policy -> new SiteWeights(
                        policy,
                        places,
                        report.traffic().stream()
                                .filter(each -> each.policy().equals(policy))
                                .map(change -> sample(change, places, placeOf))
                                .toList()))
                .toList();
    }

    private static Sample sample(Weights change, List<Place> places, Map<String, Place> placeOf) {
        List<Integer> sums = new ArrayList<>();
        for (Place place : places) {
            sums.add(change.weights().entrySet().stream()
                    .filter(each -> placeOf.getOrDefault(each.getKey(), new Place(each.getKey(), false))
                            .equals(place))
                    .mapToInt(Map.Entry::getValue)
                    .sum());
        }
        return new Sample(change.at(), List.copyOf(sums));
    }

    /** The largest sum of weights; at least 1. */
    int scale() {
        return Math.max(1, samples.stream().mapToInt(Sample::sum).max().orElse(1));
    }

    /** Whether a place ever had weight. */
    boolean weighed(int place) {
        return samples.stream().anyMatch(sample -> sample.weights().get(place) > 0);
    }

    /** How a place's weight went: at first, at its extreme, at last. */
    String course(int place) {
        List<Integer> weights =
                samples.stream().map(sample -> sample.weights().get(place)).toList();
        Comparator<Integer> order = Comparator.naturalOrder();
        int extreme = weights.stream()
                .min(places.get(place).lost() ? order : order.reversed())
                .orElse(0);
        return weights.getFirst() + " → " + extreme + " → " + weights.getLast();
    }
}
