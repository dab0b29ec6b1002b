package dev.flotilla.placement;

import dev.flotilla.placement.PlacementDecision.Exclusion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a fleet bears on decisions and does not change with every heartbeat: all but what clusters have left. Holds
 * what follows from it, for every placement that was asked about.
 */
final class Topology {
    /** How many kinds of objects, and how many placements, are remembered. */
    private static final int REMEMBERED_MAX = 512;

    private final List<FleetCluster> clusters;
    private final Map<String, Integer> indexes;
    private final Remembered<String, boolean[]> serving = new Remembered<>(REMEMBERED_MAX, this::serving);
    private final Remembered<Same, Ground> grounds =
            new Remembered<>(REMEMBERED_MAX, same -> new Ground(this, same.rules));

    private final Remembered<Asked, @Nullable Exclusion[]> refusals = new Remembered<>(REMEMBERED_MAX, this::refusals);

    /** A placement's affinity, asked about for a kind of objects. */
    private record Asked(String api, Same rules, int term) {}

    /** @param clusters by name; what they have left is not looked at */
    Topology(List<FleetCluster> clusters) {
        this.clusters = clusters;
        this.indexes = HashMap.newHashMap(clusters.size());
        for (int index = 0; index < clusters.size(); index++) {
            if (indexes.put(clusters.get(index).name(), index) != null) {
                throw new IllegalStateException(
                        "two clusters are called " + clusters.get(index).name());
            }
        }
    }

    /** Whether clusters, by name, are these, but for what they have left. */
    boolean isOf(List<FleetCluster> others) {
        if (others.size() != clusters.size()) {
            return false;
        }
        for (int index = 0; index < others.size(); index++) {
            if (!clusters.get(index).sameShape(others.get(index))) {
                return false;
            }
        }
        return true;
    }

    List<FleetCluster> clusters() {
        return clusters;
    }

    /** -1 for one that is not of the fleet. */
    int index(String name) {
        return indexes.getOrDefault(name, -1);
    }

    /** By cluster, whether it serves the {@code apiVersion/Kind}. */
    boolean[] servingOf(String api) {
        return serving.of(api);
    }

    Ground ground(PlacementRules rules) {
        return grounds.of(new Same(rules));
    }

    /**
     * By cluster, what keeps away whatever is of the kind and is not there yet; null where that depends on the
     * workload, or nothing does.
     */
    @Nullable
    Exclusion[] refusals(WorkloadRequest request, int term) {
        return refusals.of(new Asked(request.api(), new Same(request.rules()), term));
    }

    private @Nullable Exclusion[] refusals(Asked asked) {
        PlacementRules rules = asked.rules().rules;
        WorkloadRequest any =
                new WorkloadRequest(asked.api(), "", false, 0, Requirement.NONE, List.of(), Peers.NONE, rules);
        return clusters.stream()
                .map(cluster -> new Verdicts(
                                cluster, any, Previous.NOTHING, rules.terms().get(asked.term()))
                        .refusalOfAll()
                        .orElse(null))
                .toArray(Exclusion[]::new);
    }

    private boolean[] serving(String api) {
        boolean[] serves = new boolean[clusters.size()];
        for (int index = 0; index < serves.length; index++) {
            serves[index] = clusters.get(index).apis().contains(api);
        }
        return serves;
    }

    /** Rules by identity: a policy's are made once for each of its versions. */
    private static final class Same {
        private final PlacementRules rules;

        Same(PlacementRules rules) {
            this.rules = rules;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // that is what it is for
        public boolean equals(Object other) {
            return other instanceof Same same && same.rules == rules;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(rules);
        }
    }
}
