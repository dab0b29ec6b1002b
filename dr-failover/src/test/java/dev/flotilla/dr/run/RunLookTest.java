package dev.flotilla.dr.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverStep;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.dr.FleetWorkloads;
import dev.flotilla.dr.FleetWorld;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** How many bindings a look at a run costs. What is counted are looks, not time. */
class RunLookTest {
    private static final Set<String> LOST = Set.of("eu-1", "eu-2");
    private static final int AFFECTED = 7;

    private final FleetWorld world = new FleetWorld();

    @Test
    void readsEachVersionOfABindingOnce() {
        bindings(AFFECTED, "eu-1", "");
        bindings(200, "us-1", "");
        AtomicInteger read = new AtomicInteger();
        RunIndex index = new RunIndex(LOST, binding -> {
            read.incrementAndGet();
            return RunWorkload.of(binding);
        });

        for (int turn = 0; turn < 50; turn++) {
            index.at(world.snapshot());
        }
        assertThat(read).hasValue(AFFECTED + 200);

        world.edit(path("us-1", 3), tree -> tree.withObject("/spec").put("replicas", 2));
        for (int turn = 0; turn < 50; turn++) {
            index.at(world.snapshot());
        }
        assertThat(read).hasValue(AFFECTED + 200 + 1);
    }

    @Test
    void aStepLooksAtNoBindingThatItHasNothingToDoWith() {
        assertThat(looks(2000)).isEqualTo(looks(20)).isPositive();
    }

    /** How many workloads all steps of a drill but its start look at, with so many that are well and elsewhere. */
    private static int looks(int others) {
        RunLookTest test = new RunLookTest();
        test.bindings(AFFECTED, "eu-1", "");
        test.bindings(others, "us-1", "");
        AtomicInteger looked = new AtomicInteger();
        RunFacts facts = test.facts(_ -> {
            looked.incrementAndGet();
            return true;
        });
        for (FailoverStep step : FailoverStep.values()) {
            if (step != FailoverStep.PREFLIGHT) {
                Steps.look(step, facts);
            }
        }
        assertThat(facts.affected()).hasSize(AFFECTED);
        assertThat(facts.judged().count()).isEqualTo(AFFECTED + others);
        return looked.get() - AFFECTED - (AFFECTED + others);
    }

    @Test
    void theWayBackLooksAtNoMoreThanOneCommitTakes() {
        bindings(3 * ReturnPlan.BATCH_MAX, "us-1", "eu-1");

        ReturnPlan plan = ReturnPlan.of(facts(_ -> true));

        assertThat(plan.ready()).hasSize(ReturnPlan.BATCH_MAX);
        assertThat(plan.waiting()).isEmpty();
    }

    @Test
    void findsTheSameAsAPassOverAllBindings() {
        bindings(5, "eu-1", "");
        bindings(5, "us-1", "eu-1");
        bindings(5, "ap-1", "us-2");
        world.edit(path("us-1", 2), tree -> tree.withObject("/status").remove("aggregatedStatus"));
        world.edit(
                path("ap-1", 1),
                tree -> tree.withObject("/spec")
                        .putArray("removing")
                        .addObject()
                        .put("cluster", "us-2"));

        RunLook look = facts(_ -> true).look();

        assertThat(look.affected()).hasSize(5).allMatch(each -> each.isIn(LOST));
        assertThat(look.moved()).extracting(RunWorkload::label).hasSize(5).allMatch(label -> label.contains("/us-1-"));
        assertThat(look.missing(false)).extracting(RunWorkload::label).containsExactly("shop/Deployment/us-1-2");
        assertThat(look.missing(true))
                .extracting(RunWorkload::label)
                .hasSize(6)
                .contains("shop/Deployment/us-1-2", "shop/Deployment/eu-1-0");
        assertThat(look.leaving()).extracting(RunWorkload::label).containsExactly("shop/Deployment/ap-1-1");
        assertThat(look.of(ObjectKey.parse(path("ap-1", 4)))).isPresent();
        assertThat(look.running()).hasSize(15);
    }

    private RunFacts facts(Predicate<RunWorkload> inScope) {
        if (world.snapshot().get(FailoverRun.key("d")).isEmpty()) {
            FleetWorld.CLUSTERS.forEach(name -> world.cluster(name, 200));
            world.create("dr.flotilla.dev/failoverruns//d", """
                    {"apiVersion": "dr.flotilla.dev/v1alpha1", "kind": "FailoverRun", "metadata": {"name": "d"},
                     "spec": {"purpose": "Drill", "sites": [{"region": "eu"}], "soakSeconds": 3, "maxSeconds": 120}}""");
        }
        StoredObject run = world.snapshot().get(FailoverRun.key("d")).orElseThrow();
        RunFacts facts = new RunWorld(new FleetWorkloads()).facts(world.snapshot(), FailoverRun.of(run), world.now);
        return new RunFacts(
                facts.run(),
                facts.now(),
                facts.clusters(),
                facts.lost(),
                facts.look(),
                inScope,
                facts.weights(),
                facts.unsettled(),
                facts.others(),
                facts.suspicion(),
                facts.places());
    }

    private static String path(String cluster, int number) {
        return FleetWorld.binding(cluster + "-" + number);
    }

    /** @param from where they were before; empty if they have not moved */
    private void bindings(int count, String cluster, String from) {
        for (int number = 0; number < count; number++) {
            String name = cluster + "-" + number;
            String moved = from.isEmpty() ? "" : """
                    {\\"at\\":\\"2026-01-01T00:00:00Z\\",\\"from\\":[\\"%s\\"],\\"before\\":{\\"%s\\":1},\\"after\\":{\\"%s\\":1}}""".formatted(from, from, cluster);
            world.create(path(cluster, number), """
                    {"apiVersion": "work.karmada.io/v1alpha2", "kind": "ResourceBinding",
                     "metadata": {"name": "%s-deployment", "namespace": "shop",
                       "annotations": {"dr.flotilla.dev/before-eviction": "%s"}},
                     "spec": {"resource": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop",
                       "name": "%s"}, "replicas": 1, "placement": {"replicaScheduling":
                        {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"}}, "clusters": [{"name": "%s", "replicas": 1}]},
                     "status": {"aggregatedStatus": [{"clusterName": "%s", "applied": true, "health": "Healthy",
                       "status": {"replicas": 1, "readyReplicas": 1}}]}}""".formatted(name, moved, name, cluster, cluster));
        }
    }
}
