package dev.flotilla.placement;

import dev.flotilla.placement.PlacementDecision.Exclusion;
import dev.flotilla.placement.PlacementDecision.Stage;
import dev.flotilla.placement.PlacementDecision.Target;
import dev.flotilla.placement.PlacementDecision.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts into words, for every cluster that a decision leaves out, why it does. */
final class Reasons {
    private final Screening screening;
    private final WorkloadRequest request;
    private final PlacementRules.Term term;
    private final @Nullable Exclusion[] ofAll;
    private final boolean ofItsOwn;

    Reasons(Screening screening, int term) {
        this.screening = screening;
        this.request = screening.request();
        this.term = request.rules().terms().get(term);
        this.ofAll = screening.fleet().topology().refusals(request, term);
        this.ofItsOwn = !screening.previous().evicted().isEmpty()
                || !request.peers().indifferent()
                || !request.rules().preferences().filters().isEmpty()
                || !request.advice().silent();
    }

    Words ofPlaced(Attempt attempt, int[] replicas) {
        Candidates candidates = attempt.candidates();
        int[] selected = attempt.selected() instanceof Choice.Made<int[]>(int[] chosen) ? chosen.clone() : new int[0];
        Arrays.sort(selected);
        List<Target> targets = new ArrayList<>();
        Map<String, Exclusion> unused = HashMap.newHashMap(candidates.size());
        String notSelected = "the spread constraints take " + selected.length + ", and others come first";
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            if (replicas[candidate] == ReplicaAssignment.NONE) {
                boolean chosen = Arrays.binarySearch(selected, candidate) >= 0;
                String name = candidates.name(candidate);
                unused.put(
                        name,
                        chosen || unweighted(candidates, candidate)
                                ? new Exclusion(name, Stage.ASSIGNMENT, whyNoReplicas(candidates, candidate))
                                : new Exclusion(name, Stage.SELECTION, notSelected));
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
        List<Exclusion> leftOut = new ArrayList<>(ofAll.length);
        List<FleetCluster> clusters = screening.fleet().clusters();
        for (int index = 0; index < ofAll.length; index++) {
            FleetCluster cluster = clusters.get(index);
            if (!there.contains(cluster.name())) {
                refusal(index).or(() -> unused.apply(cluster)).ifPresent(leftOut::add);
            }
        }
        return leftOut;
    }

    /** What the filters say of a cluster: most often what they say of it to every workload of the placement. */
    private Optional<Exclusion> refusal(int index) {
        FleetCluster cluster = screening.fleet().clusters().get(index);
        boolean there = screening.previous().placed(cluster);
        @Nullable Exclusion known = there ? null : ofAll[index];
        return known != null || !(there || ofItsOwn)
                ? Optional.ofNullable(known)
                : new Verdicts(cluster, request, screening.previous(), term).firstRefusal();
    }

    private boolean unweighted(Candidates candidates, int candidate) {
        return request.rules().strategy() == Strategy.STATIC_WEIGHT && candidates.weight(candidate) == 0;
    }

    private String whyNoReplicas(Candidates candidates, int candidate) {
        if (unweighted(candidates, candidate)) {
            return "no static weight names the cluster";
        }
        if (!request.rules().strategy().needsCapacity() || candidates.available(candidate) > 0) {
            return "all replicas fell to others";
        }
        return candidates.of(candidate).capacity().isEmpty()
                ? "nothing is known of its capacity yet"
                : "it has no room";
    }

    /** As {@code 0/6 clusters are available: 4 ClusterAffinity, 2 TaintToleration.} */
    String nobodyFits() {
        TreeMap<String, Long> counts = IntStream.range(0, ofAll.length)
                .mapToObj(this::refusal)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(
                        exclusion -> exclusion.stage().summary(), TreeMap::new, Collectors.counting()));
        String reasons = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return "0/" + screening.fleet().size() + " clusters are available"
                + (reasons.isEmpty() ? "." : ": " + reasons + ".");
    }
}
