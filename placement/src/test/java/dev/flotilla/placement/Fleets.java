package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.policy.Toleration;
import dev.flotilla.api.selector.ClusterIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds fleets and placements for tests; what a test does not say is generous. */
final class Fleets {
    static final String DEPLOYMENT = "apps/v1/Deployment";
    static final Taint UNREACHABLE = new Taint(Taint.UNREACHABLE, "", Taint.NO_EXECUTE, null);

    private Fleets() {}

    /** A cluster of the region before its name's dash, with room for so many pods. */
    static FleetCluster cluster(String name, int room) {
        return cluster(name, room, List.of());
    }

    static FleetCluster cluster(String name, int room, List<Taint> taints) {
        String region = name.substring(0, name.indexOf('-'));
        return new FleetCluster(
                new ClusterIdentity(name, Map.of("region", region), "", region, List.of()),
                taints,
                Set.of(DEPLOYMENT, "v1/ConfigMap"),
                false,
                Optional.of(new Capacity(room, Map.of(), List.of())));
    }

    static ClusterSnapshot fleet(FleetCluster... clusters) {
        return new ClusterSnapshot(List.of(clusters));
    }

    /** Two clusters in each of eu, us and ap, with room for ten replicas each. */
    static ClusterSnapshot threeRegions() {
        List<FleetCluster> clusters = new ArrayList<>();
        for (String name : List.of("eu-1", "eu-2", "us-1", "us-2", "ap-1", "ap-2")) {
            clusters.add(cluster(name, 10));
        }
        return new ClusterSnapshot(clusters);
    }

    static ClusterSnapshot with(ClusterSnapshot fleet, FleetCluster changed) {
        List<FleetCluster> clusters = new ArrayList<>(fleet.clusters());
        clusters.removeIf(cluster -> cluster.name().equals(changed.name()));
        clusters.add(changed);
        return new ClusterSnapshot(clusters);
    }

    static ClusterRule only(String... names) {
        Set<String> allowed = Set.of(names);
        return cluster -> allowed.contains(cluster.name()) ? Optional.empty() : Optional.of("its name is not listed");
    }

    static Spread regions(int min, int max) {
        return new Spread(
                Spread.Bounds.ANY,
                Optional.of(new Spread.Grouping("region", FleetCluster::region, Spread.Bounds.of(min, max))));
    }

    static Rules rules(Strategy strategy) {
        return new Rules(strategy);
    }

    static WorkloadRequest deployment(int replicas, Rules rules) {
        return new WorkloadRequest(DEPLOYMENT, "uid-1", true, replicas, Map.of(), rules.build());
    }

    static Previous after(PlacementDecision decision, PlacementRules rules) {
        return new Previous(replicas(decision), Set.of(), decision.affinity().orElse(""), rules.fingerprint(), false);
    }

    static Map<String, Integer> replicas(PlacementDecision decision) {
        return decision.targets().stream()
                .collect(Collectors.toMap(PlacementDecision.Target::cluster, PlacementDecision.Target::replicas));
    }

    /** A placement under construction. */
    static final class Rules {
        private final Strategy strategy;
        private final List<PlacementRules.Term> terms = new ArrayList<>();
        private final List<PlacementRules.Weight> weights = new ArrayList<>();
        private List<Toleration> tolerations = List.of();
        private Spread spread = Spread.NONE;

        private Rules(Strategy strategy) {
            this.strategy = strategy;
        }

        Rules term(String name, ClusterRule... tiers) {
            terms.add(new PlacementRules.Term(name, List.of(tiers)));
            return this;
        }

        Rules weight(long weight, String... names) {
            return weight(weight, only(names));
        }

        Rules weight(long weight, ClusterRule rule) {
            weights.add(new PlacementRules.Weight(rule, weight));
            return this;
        }

        Rules tolerating(Taint taint) {
            tolerations = List.of(new Toleration(taint.key(), "Equal", taint.value(), taint.effect(), null));
            return this;
        }

        Rules spread(Spread over) {
            spread = over;
            return this;
        }

        PlacementRules build() {
            return new PlacementRules(
                    terms.isEmpty() ? List.of(new PlacementRules.Term("", List.of(ClusterRule.ANY))) : terms,
                    tolerations,
                    spread,
                    List.of(),
                    strategy,
                    weights,
                    strategy + " " + spread.clusters() + " " + terms.size());
        }
    }
}
