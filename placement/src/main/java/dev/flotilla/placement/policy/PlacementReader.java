package dev.flotilla.placement.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.policy.AffinityTerm;
import dev.flotilla.api.policy.ClusterAffinity;
import dev.flotilla.api.policy.Placement;
import dev.flotilla.api.policy.ReplicaScheduling;
import dev.flotilla.placement.ClusterRule;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Preferences;
import dev.flotilla.placement.Spread;
import dev.flotilla.placement.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a policy's {@code spec.placement} ready for deciding; an absent one places everything everywhere. */
public final class PlacementReader {
    private PlacementReader() {}

    public static PlacementRules read(JsonNode tree) {
        return read(tree, "");
    }

    /** What a binding's clusters are chosen by. */
    public static PlacementRules ofBinding(JsonNode binding) {
        return read(
                binding.path("spec").path("placement"),
                binding.path("metadata")
                        .path("annotations")
                        .path(Marks.SCHEDULING)
                        .asString(""));
    }

    /** @param hints what the policy asks beyond its placement, as its annotation has it; empty for nothing */
    public static PlacementRules read(JsonNode tree, String hints) {
        Preferences preferences = PreferencesReader.read(hints);
        Placement placement = RecordJson.read(tree, Placement.class);
        List<Constraint> constraints = placement.spreadConstraints().stream()
                .map(spread -> Constraint.of(spread, preferences.karmadaCompat()))
                .toList();
        @Nullable ReplicaScheduling scheduling = placement.replicaScheduling();
        return new PlacementRules(
                terms(placement),
                placement.clusterTolerations(),
                spread(constraints),
                constraints.stream()
                        .filter(constraint -> !constraint.countsClusters())
                        .map(constraint -> new PlacementRules.Demand(constraint.field(), constraint.of()))
                        .toList(),
                strategy(scheduling),
                weights(scheduling),
                (tree.isObject() ? tree.toString() : "{}") + hints,
                preferences);
    }

    /**
     * One spread constraint.
     *
     * @param field a label's key, or what is counted
     * @param rank of several kinds of groups, the lowest is the widest
     */
    private record Constraint(String field, int rank, Function<FleetCluster, String> of, Spread.Bounds bounds) {
        private static final int RANK_OF_CLUSTERS = -1;
        private static final int RANK_OF_LABELS = 3;

        static Constraint of(Placement.SpreadConstraint spread, boolean asKarmada) {
            int min = orZero(spread.minGroups());
            int max = orZero(spread.maxGroups());
            Spread.Bounds bounds = asKarmada ? Spread.Bounds.asKarmada(min, max) : Spread.Bounds.of(min, max);
            String label = spread.spreadByLabel();
            if (!label.isEmpty()) {
                return new Constraint(label, RANK_OF_LABELS, cluster -> cluster.label(label), bounds);
            }
            Placement.SpreadField field =
                    spread.spreadByField() == null ? Placement.SpreadField.CLUSTER : spread.spreadByField();
            String name = field.name().toLowerCase(Locale.ROOT);
            return switch (field) {
                case CLUSTER -> new Constraint(name, RANK_OF_CLUSTERS, FleetCluster::name, bounds);
                case REGION -> new Constraint(name, 0, FleetCluster::region, bounds);
                case ZONE -> new Constraint(name, 1, FleetCluster::zones, bounds);
                case PROVIDER -> new Constraint(name, 2, FleetCluster::provider, bounds);
            };
        }

        private static int orZero(@Nullable Integer groups) {
            return groups == null ? 0 : groups;
        }

        boolean countsClusters() {
            return rank == RANK_OF_CLUSTERS;
        }
    }

    private static Spread spread(List<Constraint> constraints) {
        Spread.Bounds clusters = constraints.stream()
                .filter(Constraint::countsClusters)
                .map(Constraint::bounds)
                .findFirst()
                .orElse(Spread.Bounds.ANY);
        List<Spread.Grouping> levels = constraints.stream()
                .filter(constraint -> !constraint.countsClusters())
                .sorted(Comparator.comparingInt(Constraint::rank))
                .map(constraint -> new Spread.Grouping(constraint.field(), constraint.of(), constraint.bounds()))
                .toList();
        return new Spread(clusters, levels);
    }

    private static List<PlacementRules.Term> terms(Placement placement) {
        if (placement.clusterAffinities().isEmpty()) {
            ClusterAffinity only =
                    placement.clusterAffinity() == null ? ClusterAffinity.ALL : placement.clusterAffinity();
            return List.of(new PlacementRules.Term("", List.of(rule(only))));
        }
        return placement.clusterAffinities().stream().map(PlacementReader::term).toList();
    }

    private static PlacementRules.Term term(AffinityTerm term) {
        List<ClusterRule> tiers = new ArrayList<>();
        tiers.add(rule(term.affinity()));
        term.overflowAffinities().forEach(overflow -> tiers.add(rule(overflow.affinity())));
        return new PlacementRules.Term(term.affinityName(), tiers);
    }

    private static ClusterRule rule(ClusterAffinity affinity) {
        return affinity.selectsEverything() ? ClusterRule.ANY : cluster -> affinity.refuses(cluster.identity());
    }

    private static Strategy strategy(@Nullable ReplicaScheduling scheduling) {
        if (scheduling == null || !scheduling.divides()) {
            return Strategy.DUPLICATED;
        }
        if (scheduling.aggregates()) {
            return Strategy.AGGREGATED;
        }
        ReplicaScheduling.@Nullable WeightPreference weights = scheduling.weightPreference();
        return weights != null && !weights.dynamicWeight().isEmpty() ? Strategy.DYNAMIC_WEIGHT : Strategy.STATIC_WEIGHT;
    }

    private static List<PlacementRules.Weight> weights(@Nullable ReplicaScheduling scheduling) {
        if (scheduling == null || scheduling.weightPreference() == null) {
            return List.of();
        }
        return scheduling.weightPreference().staticWeightList().stream()
                .map(weight -> new PlacementRules.Weight(rule(weight.target()), weight.weight()))
                .toList();
    }
}
