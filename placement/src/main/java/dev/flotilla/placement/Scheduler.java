package dev.flotilla.placement;

import dev.flotilla.placement.PlacementDecision.Outcome;
import dev.flotilla.placement.PlacementDecision.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides where one workload goes: filter, score, select, assign, and say why.
 *
 * <p>A decision that stands is not made again: unless the placement, the replicas or a chosen cluster has changed, or
 * someone asks for it, a divided workload stays where it is. Affinities are tried in order from the one in use, never
 * backwards. A workload that fits nowhere keeps what it has.
 *
 * <p>What is said of clusters that are left out, and the sentence that sums up, are worked out when they are first
 * asked for.
 */
public final class Scheduler {
    private final WorkloadRequest request;
    private final PlacementRules rules;
    private final Previous previous;
    private final Screening screening;

    private Scheduler(ClusterSnapshot fleet, WorkloadRequest request, Previous previous) {
        this.request = request;
        this.rules = request.rules();
        this.previous = previous;
        this.screening = new Screening(fleet, request, previous);
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
        Scheduler scheduler = new Scheduler(fleet, request, previous);
        int used = scheduler.term(decision.affinity().orElse("")).orElseGet(scheduler::firstTerm);
        return new Standings(scheduler.screening).under(used);
    }

    /** How {@link #decide} comes to its answer to the same arguments, step by step. */
    public static DecisionTrace trace(ClusterSnapshot fleet, WorkloadRequest request, Previous previous) {
        return new Scheduler(fleet, request, previous).trace();
    }

    private int firstTerm() {
        return previous.rescheduleAsked() ? 0 : term(previous.affinity()).orElse(0);
    }

    /** The position of the affinity of that name; empty for none. */
    private Optional<Integer> term(String name) {
        List<PlacementRules.Term> terms = rules.terms();
        for (int index = 0; index < terms.size() && !name.isEmpty(); index++) {
            if (terms.get(index).name().equals(name)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    private PlacementDecision decide() {
        int first = firstTerm();
        Candidates used = candidates(first);
        if (stands(used)) {
            return kept(first, used);
        }
        Optional<Attempt> failed = Optional.empty();
        for (int next = first; next < rules.terms().size(); next++) {
            Attempt attempt = attempt(next, next == first ? used : candidates(next), Optional.empty());
            if (attempt.dealt() instanceof Choice.Made<int[]>(int[] replicas)) {
                return placed(attempt, replicas);
            }
            failed = failed.or(() -> Optional.of(attempt));
        }
        return refused(failed.orElseThrow());
    }

    private DecisionTrace trace() {
        int first = firstTerm();
        if (stands(candidates(first))) {
            return DecisionTrace.NONE;
        }
        List<DecisionTrace.Tried> tried = new ArrayList<>();
        for (int next = first; next < rules.terms().size(); next++) {
            DealtRounds rounds = new DealtRounds();
            Attempt attempt = attempt(next, candidates(next), Optional.of(rounds));
            boolean last = next == rules.terms().size() - 1;
            String name = rules.terms().get(next).name();
            int count = attempt.candidates().size();
            switch (attempt.dealt()) {
                case Choice.Made<int[]> _ -> tried.add(new DecisionTrace.Tried(name, count, "it fits"));
                case Choice.Refused<int[]> refusal -> tried.add(new DecisionTrace.Tried(name, count, refusal.reason()));
            }
            if (attempt.dealt() instanceof Choice.Made<int[]> || last) {
                return new DecisionTrace(tried, TracedGroups.of(attempt, request), rounds.rounds());
            }
        }
        return new DecisionTrace(tried, List.of(), List.of());
    }

    private Candidates candidates(int term) {
        boolean measured = rules.strategy() == Strategy.STATIC_WEIGHT
                ? !rules.asKarmada()
                : rules.strategy().needsCapacity() || rules.spread().constrains();
        return screening.under(term, measured && (request.workload() || request.countedInSets()) && replicas() > 0);
    }

    /** What Karmada takes for the number of replicas when it looks for room: none for what has none. */
    private int replicas() {
        return request.countedInSets() ? 1 : request.replicas();
    }

    private boolean stands(Candidates candidates) {
        if (previous.rescheduleAsked()
                || !request.workload()
                || rules.strategy() == Strategy.DUPLICATED
                || previous.replicas().isEmpty()
                || !previous.fingerprint().equals(rules.fingerprint())) {
            return false;
        }
        long running = 0;
        for (int replicas : previous.replicas().values()) {
            running += replicas;
        }
        return running == request.replicas() && (rules.asKarmada() ? noneLeaves() : allPass(candidates));
    }

    private boolean allPass(Candidates candidates) {
        int passing = 0;
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            passing += candidates.placed(candidate) ? 1 : 0;
        }
        return passing == previous.replicas().size();
    }

    /** Karmada looks again at a divided workload only for a cluster that goes, not for one that fits no more. */
    private boolean noneLeaves() {
        return previous.replicas().keySet().stream()
                .allMatch(name -> screening
                                .fleet()
                                .cluster(name)
                                .filter(cluster -> !cluster.terminating())
                                .isPresent()
                        && !previous.evicted().contains(name));
    }

    private Attempt attempt(int term, Candidates candidates, Optional<DealtRounds> rounds) {
        if (candidates.size() == 0) {
            String reason = new Reasons(screening, term).nobodyFits();
            return new Attempt(
                    term,
                    candidates,
                    new Choice.Refused<>(Outcome.NO_CLUSTER_FIT, reason),
                    new Choice.Refused<>(Outcome.NO_CLUSTER_FIT, reason));
        }
        Choice<int[]> selected = ClusterSelection.select(candidates, rules, replicas(), previous.rescheduleAsked());
        Choice<int[]> dealt = selected.then(chosen ->
                ReplicaAssignment.assign(candidates, chosen, request, previous.rescheduleAsked(), rounds.orElse(null)));
        return new Attempt(term, candidates, selected, dealt);
    }

    private PlacementDecision placed(Attempt attempt, int[] replicas) {
        return decision(
                Outcome.SUCCESS,
                targets(attempt.candidates(), replicas),
                attempt.term(),
                false,
                reasons -> reasons.ofPlaced(attempt, replicas));
    }

    private PlacementDecision kept(int term, Candidates candidates) {
        List<Target> targets = staying(candidates, new TreeMap<>(previous.replicas()));
        return decision(Outcome.SUCCESS, targets, term, true, reasons -> reasons.ofKept(targets));
    }

    /** What runs keeps running, save in clusters that leave the fleet. */
    private PlacementDecision refused(Attempt attempt) {
        var refusal = (Choice.Refused<int[]>) attempt.dealt();
        TreeMap<String, Integer> stays = new TreeMap<>(previous.replicas());
        stays.keySet().removeIf(name -> leaves(name, refusal.outcome()));
        List<Target> targets = staying(attempt.candidates(), stays);
        Optional<String> used = Optional.of(previous.affinity()).filter(name -> !name.isEmpty());
        return new PlacementDecision(
                refusal.outcome(),
                targets,
                used,
                false,
                () -> new Reasons(screening, attempt.term()).ofRefused(refusal, targets));
    }

    private boolean leaves(String cluster, Outcome outcome) {
        return (rules.asKarmada() && outcome == Outcome.NO_CLUSTER_FIT)
                || previous.evicted().contains(cluster)
                || screening
                        .fleet()
                        .cluster(cluster)
                        .map(FleetCluster::terminating)
                        .orElse(true);
    }

    private PlacementDecision decision(
            Outcome outcome, List<Target> targets, int term, boolean kept, ReasonsOf reasons) {
        return new PlacementDecision(
                outcome,
                targets,
                Optional.of(rules.terms().get(term).name()).filter(name -> !name.isEmpty()),
                kept,
                () -> reasons.from(new Reasons(screening, term)));
    }

    /** What to ask of the reasons once somebody asks. */
    @FunctionalInterface
    private interface ReasonsOf {
        PlacementDecision.Words from(Reasons reasons);
    }

    private List<Target> targets(Candidates candidates, int[] replicas) {
        List<Target> targets = new ArrayList<>();
        for (int candidate = 0; candidate < replicas.length; candidate++) {
            if (replicas[candidate] != ReplicaAssignment.NONE) {
                targets.add(target(candidates, candidate, replicas[candidate]));
            }
        }
        return targets;
    }

    private List<Target> staying(Candidates candidates, Map<String, Integer> replicas) {
        TreeMap<String, Target> targets = new TreeMap<>();
        replicas.forEach((name, count) -> targets.put(name, new Target(name, count, 0, -1)));
        for (int candidate = 0; candidate < candidates.size() && !targets.isEmpty(); candidate++) {
            int position = candidate;
            targets.computeIfPresent(
                    candidates.name(candidate), (_, target) -> target(candidates, position, target.replicas()));
        }
        return List.copyOf(targets.values());
    }

    private Target target(Candidates candidates, int candidate, int replicas) {
        boolean roomMatters = request.workload() && rules.strategy().needsCapacity();
        return new Target(
                candidates.name(candidate),
                replicas,
                candidates.score(candidate),
                roomMatters ? candidates.available(candidate) : -1);
    }
}
