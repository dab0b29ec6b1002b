package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRunSpec.Purpose;
import dev.flotilla.api.policy.Placement;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.dr.BeforeEviction;
import dev.flotilla.dr.EvictionTasks;
import dev.flotilla.placement.binding.Relocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which workloads go back to where they were before the loss. One whose placement or replicas somebody has changed
 * since is left where it is: the newer will counts. One that would come back to a cluster that is not well waits.
 *
 * @param ready those that go back now; if they are as many as one commit takes, no others were looked at
 * @param waiting why others cannot yet
 * @param left why others will not
 */
record ReturnPlan(List<RunWorkload> ready, List<String> waiting, List<String> left) {
    /** Bindings in one commit; the rest follows in the next. */
    static final int BATCH_MAX = 200;

    static ReturnPlan of(RunFacts facts) {
        // A failback takes back whatever is away, whenever it was that it moved.
        List<RunWorkload> ready = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Stream<RunWorkload> away =
                facts.run().spec().purpose() == Purpose.FAILBACK ? facts.look().moved() : facts.moved();
        for (RunWorkload workload : (Iterable<RunWorkload>) away::iterator) {
            BeforeEviction record = workload.moved().orElseThrow();
            Optional<String> changed = changed(workload, record);
            Optional<String> unwell = unwell(facts, record);
            if (changed.isPresent()) {
                left.add(workload.label() + ": " + changed.get());
            } else if (unwell.isPresent()) {
                waiting.add(workload.label() + ": " + unwell.get());
            } else {
                ready.add(workload);
            }
            if (ready.size() == BATCH_MAX) {
                break;
            }
        }
        return new ReturnPlan(ready, waiting, left);
    }

    private static Optional<String> changed(RunWorkload workload, BeforeEviction record) {
        if (!workload.placement().equals(record.after())) {
            return Optional.of(
                    "it has been placed anew since; it stays in " + BeforeEviction.text(workload.placement()));
        }
        @Nullable Integer wanted = workload.spec().replicas();
        @Nullable Placement placement = workload.spec().placement();
        if (wanted == null || placement == null) {
            return Optional.empty();
        }
        boolean fits = placement.dividesReplicas()
                ? record.before().values().stream().mapToInt(Integer::intValue).sum() == wanted
                : record.before().values().stream().allMatch(wanted::equals);
        return fits
                ? Optional.empty()
                : Optional.of(
                        "it has " + wanted + " replicas now; it stays in " + BeforeEviction.text(workload.placement()));
    }

    private static Optional<String> unwell(RunFacts facts, BeforeEviction record) {
        return record.before().keySet().stream()
                .filter(name -> !Optional.ofNullable(facts.clusters().get(name))
                        .map(SiteCluster::isWell)
                        .orElse(false))
                .findFirst()
                .map(name -> name + " is not ready to take it back");
    }

    /** Them back in their places. */
    List<Effect> effects(RunFacts facts) {
        return ready.stream().<Effect>map(workload -> restore(facts, workload)).toList();
    }

    private static Effect restore(RunFacts facts, RunWorkload workload) {
        Map<String, Integer> before = workload.moved().orElseThrow().before();
        ObjectNode tree = Relocation.restore(
                workload.bound().binding(), before, name -> facts.clusters().containsKey(name), facts.now());
        before.keySet().forEach(cluster -> EvictionTasks.drop(tree.withObject("/spec"), cluster));
        BeforeEviction.drop(tree);
        return new Effect.Replace(workload.bound().binding(), tree);
    }
}
