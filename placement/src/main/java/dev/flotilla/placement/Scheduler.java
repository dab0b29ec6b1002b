package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides where one workload goes: filter, score, select, assign, and say why.
 *
 * <p>A decision that stands is not made again: unless the placement, the replicas or a chosen cluster has changed, or
 * someone asks for it, a divided workload stays where it is. Affinities are tried in order from the one in use, never
 * backwards. A workload that fits nowhere keeps what it has.
 */
public final class Scheduler {
    private final ClusterSnapshot fleet;
    private final WorkloadRequest request;
    private final Previous previous;

    private Scheduler(ClusterSnapshot fleet, WorkloadRequest request, Previous previous) {
        this.fleet = fleet;
        this.request = request;
        this.previous = previous;
    }

    /** The same arguments give the same decision, always. */
    public static PlacementDecision decide(ClusterSnapshot fleet, WorkloadRequest request, Previous previous) {
        return new Scheduler(fleet, request, previous).decide();
    }

    /**
     * What lies behind a decision: one standing for each cluster of the fleet, by name.
     *
     * @param decision what {@link #decide} answered to the same arguments
     */
    public static List<Standing> standings(
            ClusterSnapshot fleet, WorkloadRequest request, Previous previous, PlacementDecision decision) {
        List<PlacementRules.Term> terms = request.rules().terms();
        Scheduler scheduler = new Scheduler(fleet, request, previous);
        PlacementRules.Term used = terms.stream()
                .filter(term -> term.name().equals(decision.affinity().orElse("")))
                .findFirst()
                .orElseGet(() -> terms.get(scheduler.firstTerm(terms)));
        return Screening.standings(fleet, request, previous, used);
    }

    private int firstTerm(List<PlacementRules.Term> terms) {
        return previous.rescheduleAsked() ? 0 : indexOfUsed(terms);
    }

    private PlacementDecision decide() {
        List<PlacementRules.Term> terms = request.rules().terms();
        int first = firstTerm(terms);
        Screening used = screen(terms.get(first));
        if (stands(used)) {
            return kept(terms.get(first), used);
        }
        Optional<Attempt> failed = Optional.empty();
        for (int next = first; next < terms.size(); next++) {
            Screening screening = next == first ? used : screen(terms.get(next));
            Attempt attempt = attempt(terms.get(next), screening);
            if (attempt.dealt() instanceof Choice.Made<Map<String, Integer>>(var replicas)) {
                return placed(attempt, replicas);
            }
            failed = failed.or(() -> Optional.of(attempt));
        }
        return refused(failed.orElseThrow());
    }

    /** One affinity, tried. */
    private record Attempt(
            PlacementRules.Term term,
            Screening screening,
            Choice<List<Candidate>> selected,
            Choice<Map<String, Integer>> dealt) {}

    private Screening screen(PlacementRules.Term term) {
        return Screening.of(fleet, request, previous, term);
    }

    private int indexOfUsed(List<PlacementRules.Term> terms) {
        for (int index = 0; index < terms.size(); index++) {
            if (!previous.affinity().isEmpty() && terms.get(index).name().equals(previous.affinity())) {
                return index;
            }
        }
        return 0;
    }

    private boolean stands(Screening screening) {
        if (previous.rescheduleAsked()
                || !request.workload()
                || request.rules().strategy() == Strategy.DUPLICATED
                || !previous.fingerprint().equals(request.rules().fingerprint())) {
            return false;
        }
        Set<String> passing =
                screening.candidates().stream().map(Candidate::name).collect(Collectors.toUnmodifiableSet());
        long running = previous.replicas().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        return !previous.replicas().isEmpty()
                && running == request.replicas()
                && passing.containsAll(previous.replicas().keySet());
    }

    private Attempt attempt(PlacementRules.Term term, Screening screening) {
        if (screening.candidates().isEmpty()) {
            Choice<List<Candidate>> nobody =
                    new Choice.Refused<>(PlacementDecision.Outcome.NO_CLUSTER_FIT, screening.nobodyFits());
            return new Attempt(term, screening, nobody, nobody.then(_ -> Choice.unschedulable("")));
        }
        PlacementRules rules = request.rules();
        Choice<List<Candidate>> selected = ClusterSelection.select(
                rules.weighed(screening.candidates()), rules.spread(), rules.strategy(), request.replicas());
        return new Attempt(term, screening, selected, selected.then(this::assign));
    }

    private Choice<Map<String, Integer>> assign(List<Candidate> selected) {
        Map<String, Long> weights = new HashMap<>();
        if (request.workload() && request.rules().strategy() == Strategy.STATIC_WEIGHT) {
            selected.forEach(candidate -> request.rules()
                    .weight(candidate.cluster())
                    .ifPresent(weight -> weights.put(candidate.name(), weight)));
        }
        Strategy strategy = request.workload() ? request.rules().strategy() : Strategy.DUPLICATED;
        return new ReplicaAssignment(
                        strategy, request.replicas(), previous.rescheduleAsked(), request.descending(), weights)
                .assign(selected);
    }

    private PlacementDecision placed(Attempt attempt, Map<String, Integer> replicas) {
        List<PlacementDecision.Target> targets = targets(attempt.screening(), replicas);
        List<PlacementDecision.Exclusion> leftOut =
                new ArrayList<>(attempt.screening().excluded());
        Set<String> selected = attempt.selected() instanceof Choice.Made<List<Candidate>>(var chosen)
                ? chosen.stream().map(Candidate::name).collect(Collectors.toUnmodifiableSet())
                : Set.of();
        for (Candidate candidate : attempt.screening().candidates()) {
            if (!replicas.containsKey(candidate.name())) {
                leftOut.add(unused(candidate, selected.contains(candidate.name()), selected.size()));
            }
        }
        return success(targets, leftOut, attempt.term(), false);
    }

    private PlacementDecision.Exclusion unused(Candidate candidate, boolean selected, int count) {
        PlacementRules rules = request.rules();
        if (!selected
                && rules.strategy() == Strategy.STATIC_WEIGHT
                && rules.weight(candidate.cluster()).isEmpty()) {
            return new PlacementDecision.Exclusion(
                    candidate.name(), PlacementDecision.Stage.ASSIGNMENT, "no static weight names the cluster");
        }
        if (!selected) {
            String reason = "the spread constraints take " + count + ", and others come first";
            return new PlacementDecision.Exclusion(candidate.name(), PlacementDecision.Stage.SELECTION, reason);
        }
        return new PlacementDecision.Exclusion(
                candidate.name(), PlacementDecision.Stage.ASSIGNMENT, whyNoReplicas(candidate));
    }

    private String whyNoReplicas(Candidate candidate) {
        if (!request.rules().strategy().needsCapacity() || candidate.available() > 0) {
            return "all replicas fell to others";
        }
        return candidate.cluster().capacity().isEmpty() ? "nothing is known of its capacity yet" : "it has no room";
    }

    private PlacementDecision kept(PlacementRules.Term term, Screening screening) {
        List<PlacementDecision.Exclusion> leftOut = new ArrayList<>(screening.excluded());
        screening.candidates().stream()
                .filter(candidate -> !previous.placed(candidate.cluster()))
                .forEach(candidate -> leftOut.add(new PlacementDecision.Exclusion(
                        candidate.name(),
                        PlacementDecision.Stage.ASSIGNMENT,
                        "it could, but nothing asks for a move from where the replicas are")));
        List<PlacementDecision.Target> targets = targets(screening, previous.replicas());
        return success(targets, leftOut, term, true);
    }

    /** What runs keeps running, save in clusters that leave the fleet. */
    private PlacementDecision refused(Attempt attempt) {
        var refusal = (Choice.Refused<Map<String, Integer>>) attempt.dealt();
        Map<String, Integer> staying = new TreeMap<>(previous.replicas());
        staying.keySet()
                .removeIf(name ->
                        fleet.cluster(name).map(FleetCluster::terminating).orElse(true)
                                || previous.evicted().contains(name));
        List<PlacementDecision.Exclusion> leftOut =
                new ArrayList<>(attempt.screening().excluded());
        leftOut.removeIf(exclusion -> staying.containsKey(exclusion.cluster()));
        attempt.screening().candidates().stream()
                .filter(candidate -> !staying.containsKey(candidate.name()))
                .forEach(candidate -> leftOut.add(new PlacementDecision.Exclusion(
                        candidate.name(), PlacementDecision.Stage.SELECTION, refusal.reason())));
        Optional<String> used = Optional.of(previous.affinity()).filter(name -> !name.isEmpty());
        List<PlacementDecision.Target> targets = targets(attempt.screening(), staying);
        String summary = Explanation.refusal(refusal.reason(), targets, request.workload());
        return new PlacementDecision(refusal.outcome(), targets, sorted(leftOut), used, false, summary);
    }

    private List<PlacementDecision.Target> targets(Screening screening, Map<String, Integer> replicas) {
        Map<String, Candidate> candidates = new HashMap<>();
        screening.candidates().forEach(candidate -> candidates.put(candidate.name(), candidate));
        boolean roomMatters = request.workload() && request.rules().strategy().needsCapacity();
        return new TreeMap<>(replicas)
                .entrySet().stream()
                        .map(entry -> {
                            Candidate candidate = candidates.get(entry.getKey());
                            int score = candidate == null ? 0 : candidate.score();
                            long room = candidate == null || !roomMatters ? -1 : candidate.available();
                            return new PlacementDecision.Target(entry.getKey(), entry.getValue(), score, room);
                        })
                        .toList();
    }

    private PlacementDecision success(
            List<PlacementDecision.Target> targets,
            List<PlacementDecision.Exclusion> leftOut,
            PlacementRules.Term term,
            boolean kept) {
        return new PlacementDecision(
                PlacementDecision.Outcome.SUCCESS,
                targets,
                sorted(leftOut),
                Optional.of(term.name()).filter(name -> !name.isEmpty()),
                kept,
                Explanation.sentence(targets, leftOut, request.workload(), term.name(), kept));
    }

    private static List<PlacementDecision.Exclusion> sorted(List<PlacementDecision.Exclusion> exclusions) {
        return exclusions.stream()
                .sorted(Comparator.comparing(PlacementDecision.Exclusion::cluster))
                .toList();
    }
}
