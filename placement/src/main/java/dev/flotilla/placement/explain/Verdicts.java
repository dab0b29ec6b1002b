package dev.flotilla.placement.explain;

import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.Standing;
import dev.flotilla.placement.binding.Explained;
import dev.flotilla.placement.explain.WorkloadExplanation.ClusterVerdict;
import dev.flotilla.placement.explain.WorkloadExplanation.Filtered;
import dev.flotilla.placement.explain.WorkloadExplanation.InGroup;
import dev.flotilla.placement.explain.WorkloadExplanation.Scored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of one cluster after the other why the workload is there, or why not. */
final class Verdicts {
    private static final String PLACED = "placed";

    private final PlacementDecision decision;
    private final Map<String, PlacementDecision.Exclusion> leftOut;
    private final Map<String, Integer> held;
    private final Map<String, Integer> decided;
    private final Set<Standing.Group> chosen;

    Verdicts(Explained explained, List<Standing> standings, Map<String, Integer> held, Map<String, Integer> decided) {
        this.decision = explained.decision();
        this.leftOut = decision.leftOut().stream()
                .collect(Collectors.toMap(PlacementDecision.Exclusion::cluster, Function.identity()));
        this.held = held;
        this.decided = decided;
        this.chosen = standings.stream()
                .filter(standing -> decided.containsKey(standing.cluster()))
                .flatMap(standing -> standing.groups().stream())
                .collect(Collectors.toSet());
    }

    static ClusterVerdict withoutPolicy(FleetCluster cluster, @Nullable Integer replicas) {
        return new ClusterVerdict(
                cluster.name(),
                cluster.region(),
                replicas,
                replicas,
                replicas == null ? "Policy" : PLACED,
                replicas == null ? "no policy selects it" : "it was placed by a policy that no longer selects it",
                0,
                -1,
                0,
                null,
                List.of(),
                List.of(),
                List.of());
    }

    ClusterVerdict verdict(Standing standing, String region) {
        String cluster = standing.cluster();
        PlacementDecision.@Nullable Exclusion exclusion = leftOut.get(cluster);
        return new ClusterVerdict(
                cluster,
                region,
                held.get(cluster),
                decided.get(cluster),
                exclusion == null ? PLACED : exclusion.stage().label(),
                exclusion == null ? whyThere(cluster) : whyNot(cluster, exclusion, standing),
                standing.rank(),
                standing.tier(),
                standing.score(),
                standing.room() < 0 ? null : standing.room(),
                standing.filters().stream()
                        .map(verdict -> new Filtered(
                                verdict.filter().label(),
                                verdict.refusal().isEmpty(),
                                verdict.refusal().orElse("")))
                        .toList(),
                standing.points().stream()
                        .map(points -> new Scored(points.scorer(), points.points(), points.counts()))
                        .toList(),
                standing.groups().stream()
                        .map(group -> new InGroup(group.kind(), group.name(), chosen.contains(group)))
                        .toList());
    }

    private String whyThere(String cluster) {
        @Nullable Integer is = held.get(cluster);
        @Nullable Integer wanted = decided.get(cluster);
        if (is == null) {
            return "the scheduler would place " + wanted + " here now";
        }
        if (!is.equals(wanted)) {
            return "the scheduler would have " + wanted + " here now";
        }
        if (!decision.succeeded()) {
            return "it stays where it is: " + decision.outcome().label();
        }
        return decision.kept() ? "it stays where it is" : "chosen";
    }

    private String whyNot(String cluster, PlacementDecision.Exclusion exclusion, Standing standing) {
        String lead = held.containsKey(cluster) ? "the scheduler would take it from here: " : "";
        String also = standing.filters().stream()
                .filter(verdict -> verdict.refusal().isPresent() && verdict.filter() != exclusion.stage())
                .map(verdict -> "; " + verdict.filter().label() + ": "
                        + verdict.refusal().orElse(""))
                .collect(Collectors.joining());
        return lead + exclusion.reason() + also;
    }
}
