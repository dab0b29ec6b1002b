package dev.flotilla.placement;

import dev.flotilla.placement.PlacementDecision.Exclusion;
import dev.flotilla.placement.PlacementDecision.Stage;
import dev.flotilla.placement.PlacementDecision.Target;
import dev.flotilla.placement.PlacementDecision.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts into words, for every cluster that a decision leaves out, why it does. */
final class Reasons {
    private final Screening screening;
    private final WorkloadRequest request;
    private final PlacementRules.Term term;

    Reasons(Screening screening, int term) {
        this.screening = screening;
        this.request = screening.request();
        this.term = request.rules().terms().get(term);
    }

    Words ofPlaced(Attempt attempt, int[] replicas) {
        Candidates candidates = attempt.candidates();
        int[] selected = attempt.selected() instanceof Choice.Made<int[]>(int[] chosen) ? chosen.clone() : new int[0];
        Arrays.sort(selected);
        List<Target> targets = new ArrayList<>();
        TreeMap<String, Exclusion> unused = new TreeMap<>();
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            if (replicas[candidate] == ReplicaAssignment.NONE) {
                boolean chosen = Arrays.binarySearch(selected, candidate) >= 0;
                Exclusion why = unused(candidates, candidate, chosen, selected.length);
                unused.put(why.cluster(), why);
            } else {
                targets.add(new Target(candidates.name(candidate), replicas[candidate], 0, -1));
            }
        }
        return placed(targets, false, cluster -> Optional.ofNullable(unused.get(cluster.name())));
    }

    Words ofKept(List<Target> targets) {
        return placed(
                targets,
                true,
                cluster -> Optional.of(new Exclusion(
                        cluster.name(),
                        Stage.ASSIGNMENT,
                        "it could, but nothing asks for a move from where the replicas are")));
    }

    private Words placed(List<Target> targets, boolean kept, Function<FleetCluster, Optional<Exclusion>> unused) {
        List<Exclusion> leftOut = leftOut(targets, unused);
        return new Words(leftOut, Explanation.sentence(targets, leftOut, request.workload(), term.name(), kept));
    }

    Words ofRefused(Choice.Refused<int[]> refusal, List<Target> staying) {
        List<Exclusion> leftOut = leftOut(
                staying, cluster -> Optional.of(new Exclusion(cluster.name(), Stage.SELECTION, refusal.reason())));
        return new Words(leftOut, Explanation.refusal(refusal.reason(), staying, request.workload()));
    }

    /** Every cluster but the targets: what the filters say of it, or if they let it pass, what the function says. */
    private List<Exclusion> leftOut(List<Target> targets, Function<FleetCluster, Optional<Exclusion>> unused) {
        Set<String> there = new HashSet<>();
        targets.forEach(target -> there.add(target.cluster()));
        List<Exclusion> leftOut = new ArrayList<>();
        for (FleetCluster cluster : screening.fleet().clusters()) {
            if (!there.contains(cluster.name())) {
                verdicts(cluster).firstRefusal().or(() -> unused.apply(cluster)).ifPresent(leftOut::add);
            }
        }
        return leftOut;
    }

    private Verdicts verdicts(FleetCluster cluster) {
        return new Verdicts(cluster, request, screening.previous(), term);
    }

    private Exclusion unused(Candidates candidates, int candidate, boolean selected, int count) {
        PlacementRules rules = request.rules();
        String name = candidates.name(candidate);
        if (rules.strategy() == Strategy.STATIC_WEIGHT && candidates.weight(candidate) == 0) {
            return new Exclusion(name, Stage.ASSIGNMENT, "no static weight names the cluster");
        }
        return selected
                ? new Exclusion(name, Stage.ASSIGNMENT, whyNoReplicas(candidates, candidate))
                : new Exclusion(
                        name, Stage.SELECTION, "the spread constraints take " + count + ", and others come first");
    }

    private String whyNoReplicas(Candidates candidates, int candidate) {
        if (!request.rules().strategy().needsCapacity() || candidates.available(candidate) > 0) {
            return "all replicas fell to others";
        }
        return candidates.of(candidate).capacity().isEmpty()
                ? "nothing is known of its capacity yet"
                : "it has no room";
    }

    /** As {@code 0/6 clusters are available: 4 ClusterAffinity, 2 TaintToleration.} */
    String nobodyFits() {
        TreeMap<String, Long> counts = screening.fleet().clusters().stream()
                .flatMap(cluster -> verdicts(cluster).firstRefusal().stream())
                .collect(Collectors.groupingBy(
                        exclusion -> exclusion.stage().summary(), TreeMap::new, Collectors.counting()));
        String reasons = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return "0/" + screening.fleet().size() + " clusters are available"
                + (reasons.isEmpty() ? "." : ": " + reasons + ".");
    }
}
