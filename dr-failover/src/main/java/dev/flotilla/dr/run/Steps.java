package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRunSpec.Purpose;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.FailoverRunStatus.Outcome;
import dev.flotilla.api.dr.FailoverStep;
import dev.flotilla.dr.run.Progress.Done;
import dev.flotilla.dr.run.Progress.Failed;
import dev.flotilla.dr.run.Progress.Working;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How far each step is, and what brings it on. The way out is the same for a drill and a real loss. */
final class Steps {
    private static final int NAMED_MAX = 5;

    private Steps() {}

    static Progress look(FailoverStep step, RunFacts facts) {
        return switch (step) {
            case PREFLIGHT -> facts.run().spec().purpose() == Purpose.FAILBACK ? mayReturn(facts) : mayBegin(facts);
            case INJECT -> Marking.inject(facts);
            case DETECT -> detect(facts);
            case DRAIN -> drain(facts);
            case MOVE -> move(facts);
            case VERIFY -> verify(facts);
            case SOAK -> soak(facts);
            case HEAL -> heal(facts);
            case RETURN -> comeBack(facts);
            case SETTLE -> settle(facts);
        };
    }

    /** What a drill must have before it may begin; only what may still come is waited for. */
    private static Progress mayBegin(RunFacts facts) {
        if (facts.lost().isEmpty()) {
            return new Failed(Outcome.INCONCLUSIVE, "no cluster of the fleet is in " + facts.sites());
        }
        if (facts.judged().findAny().isEmpty()) {
            return new Failed(Outcome.INCONCLUSIVE, "no workload is in scope");
        }
        if (facts.affected().isEmpty()) {
            return new Failed(Outcome.INCONCLUSIVE, "no workload in scope runs in " + facts.sites());
        }
        if (!facts.others().isEmpty()) {
            return Working.waiting("another run is active there: " + String.join(", ", facts.others()));
        }
        List<String> unwell = facts.clusters().values().stream()
                .filter(each -> !each.isWell())
                .map(SiteCluster::name)
                .toList();
        if (!unwell.isEmpty()) {
            return Working.waiting("not ready before the drill: " + String.join(", ", unwell));
        }
        List<String> missing = facts.missing(false);
        return missing.isEmpty()
                ? new Done(facts.judged().count() + " workloads in scope are available, "
                        + facts.affected().size() + " of them run in " + facts.sites())
                : Working.waiting("the hypothesis does not hold before the drill: " + named(missing));
    }

    private static Progress mayReturn(RunFacts facts) {
        if (!facts.others().isEmpty()) {
            return Working.waiting("another run is active there: " + String.join(", ", facts.others()));
        }
        List<String> unwell = unwell(facts);
        return unwell.isEmpty()
                ? new Done(facts.sites() + " can take workloads back")
                : Working.waiting("not ready: " + String.join(", ", unwell));
    }

    private static Progress detect(RunFacts facts) {
        List<String> unnoticed = facts.lostClusters().stream()
                .filter(each -> !each.isLost())
                .map(SiteCluster::name)
                .toList();
        return unnoticed.isEmpty()
                ? new Done("noticed: " + String.join(", ", new TreeSet<>(facts.lost())))
                : Working.waiting("the hub still takes for ready: " + String.join(", ", unnoticed));
    }

    private static Progress drain(RunFacts facts) {
        Set<String> still = new TreeSet<>();
        facts.weights()
                .forEach((policy, weights) -> weights.forEach((cluster, weight) -> {
                    if (weight > 0 && facts.lost().contains(cluster)) {
                        still.add(policy + " gives " + cluster + " " + weight);
                    }
                }));
        if (!still.isEmpty()) {
            return Working.waiting("traffic still goes there: " + String.join(", ", still));
        }
        return new Done(facts.weights().isEmpty() ? "there is no traffic policy" : "no traffic policy gives it weight");
    }

    /** Done when nothing in scope is left in the lost clusters that would run elsewhere by leaving. */
    private static Progress move(RunFacts facts) {
        List<String> onTheirWay = new ArrayList<>();
        List<String> noRoom = new ArrayList<>();
        for (RunWorkload workload : facts.affected()) {
            switch (fate(facts, workload)) {
                case NO_ROOM -> noRoom.add(workload.label());
                case MOVES -> onTheirWay.add(workload.label());
                case STAYS -> {
                    // It is the same in every cluster: there is nothing to wait for.
                }
            }
        }
        if (facts.suspicion().isPresent() && !onTheirWay.isEmpty()) {
            return Working.waiting(facts.suspicion().get());
        }
        if (!noRoom.isEmpty()) {
            return Working.waiting("no place was found for " + named(noRoom));
        }
        return onTheirWay.isEmpty()
                ? new Done(facts.moved().count() + " workloads have moved")
                : Working.waiting("still to be moved: " + named(onTheirWay));
    }

    private enum Fate {
        STAYS,
        MOVES,
        NO_ROOM
    }

    private static Fate fate(RunFacts facts, RunWorkload workload) {
        if (!workload.bound().evictable() || !workload.bound().movable()) {
            return Fate.STAYS;
        }
        Set<String> leaving = workload.targets().filter(facts.lost()::contains).collect(Collectors.toUnmodifiableSet());
        return facts.places()
                .without(workload.bound(), leaving)
                .map(relocation -> relocation.gains() ? Fate.MOVES : Fate.STAYS)
                .orElse(Fate.NO_ROOM);
    }

    private static Progress verify(RunFacts facts) {
        List<String> missing = facts.missing(true);
        if (!missing.isEmpty()) {
            return Working.waiting("not ready elsewhere yet: " + named(missing));
        }
        if (facts.run().spec().purpose() == Purpose.DRILL && !facts.movedJudged()) {
            return new Failed(Outcome.INCONCLUSIVE, "the loss had no effect: no workload had to move");
        }
        return new Done("everything in scope is ready elsewhere");
    }

    private static Progress soak(RunFacts facts) {
        Instant began = facts.run()
                .status()
                .step(FailoverStep.SOAK)
                .map(FailoverRunStatus.Step::startedAt)
                .orElse(facts.now());
        Instant over = began.plusSeconds(facts.run().spec().soakSeconds());
        List<String> missing = facts.missing(true);
        if (facts.now().isBefore(over)) {
            return Working.waiting(missing.isEmpty() ? "watched until " + over : "not ready: " + named(missing));
        }
        return missing.isEmpty()
                ? new Done("still so after " + facts.run().spec().soakSeconds() + " s")
                : new Failed(Outcome.FAILED, "it did not last: after the soak was not ready: " + named(missing));
    }

    private static Progress heal(RunFacts facts) {
        if (facts.run().spec().purpose() == Purpose.DRILL) {
            Optional<Progress> marked = Marking.heal(facts);
            if (marked.isPresent()) {
                return marked.get();
            }
        }
        List<String> unwell = unwell(facts);
        return unwell.isEmpty()
                ? new Done("ready again: " + String.join(", ", new TreeSet<>(facts.lost())))
                : Working.waiting("not ready again yet: " + String.join(", ", unwell));
    }

    private static Progress comeBack(RunFacts facts) {
        ReturnPlan plan = ReturnPlan.of(facts);
        if (!plan.ready().isEmpty()) {
            return new Working(plan.effects(facts), plan.ready().size() + " workloads are placed as before");
        }
        if (!plan.waiting().isEmpty()) {
            return Working.waiting(named(plan.waiting()));
        }
        return new Done(
                plan.left().isEmpty() ? "everything is placed as before" : "left where it is: " + named(plan.left()));
    }

    private static Progress settle(RunFacts facts) {
        Optional<Progress> marked = Marking.release(facts);
        if (marked.isPresent()) {
            return marked.get();
        }
        List<String> missing = facts.missing(false);
        if (!missing.isEmpty()) {
            return Working.waiting("not available yet: " + named(missing));
        }
        List<String> leftovers = facts.look()
                .leaving()
                .filter(facts.inScope())
                .map(each -> each.label() + " in "
                        + each.spec().removing().getFirst().cluster())
                .toList();
        if (!leftovers.isEmpty()) {
            return Working.waiting("copies that were replaced are still there: " + named(leftovers));
        }
        List<String> unsettled = facts.unsettled().stream()
                .filter(policy -> sentTraffic(facts, policy))
                .toList();
        return unsettled.isEmpty()
                ? new Done("everything runs where it belongs, and nothing is left over")
                : Working.waiting("traffic is on its way: " + String.join(", ", unsettled));
    }

    /** Whether the policy has given any of the run's clusters weight; what others do is not the run's. */
    private static boolean sentTraffic(RunFacts facts, String policy) {
        return facts.run().status().traffic().stream()
                .filter(sample -> sample.policy().equals(policy))
                .anyMatch(sample -> facts.lost().stream()
                        .anyMatch(cluster -> sample.weights().getOrDefault(cluster, 0) > 0));
    }

    /** Whether a real loss is over. */
    static boolean healed(RunFacts facts) {
        return unwell(facts).isEmpty();
    }

    private static List<String> unwell(RunFacts facts) {
        return facts.lostClusters().stream()
                .filter(each -> !each.isWell())
                .map(SiteCluster::name)
                .toList();
    }

    /** The first few, and how many more there are. */
    static String named(List<String> all) {
        String first = all.stream().limit(NAMED_MAX).collect(Collectors.joining("; "));
        return all.size() <= NAMED_MAX ? first : first + "; and " + (all.size() - NAMED_MAX) + " more";
    }
}
