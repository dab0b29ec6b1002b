package dev.flotilla.dr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class EvictionReconcilerTest {
    private static final String DIVIDED = """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""";
    private static final Duration EVICTED = Duration.ofSeconds(8);
    private static final Duration AFTER_HOLD = Duration.ofSeconds(15);

    private final FleetWorld world = fleet("eu-1", "eu-2", "us-1", "us-2", "ap-1", "ap-2");

    @Test
    void movesWorkloadsOffALostClusterAfterTheGrace() {
        web("");

        world.ready("eu-1", "False");
        pass(Duration.ofSeconds(3));
        String early = clusters();
        pass(EVICTED);

        assertThat(early).contains("eu-1");
        assertThat(clusters()).doesNotContain("eu-1");
        assertThat(replicas()).isEqualTo(12);
        assertThat(world.at(binding(), "/spec/removing/0").toString()).contains("\"eu-1\"", "\"Evicted\"");
        assertThat(world.at(binding(), "/spec/gracefulEvictionTasks/0/message").asString())
                .isEqualTo("cluster eu-1 has the untolerated taint cluster.karmada.io/not-ready:NoExecute");
    }

    @Test
    void doesNotMoveBackWhenTheClusterHealsButMayUseItAgain() {
        movesWorkloadsOffALostClusterAfterTheGrace();
        String moved = clusters();

        world.ready("eu-1", "True");
        pass(EVICTED);

        assertThat(clusters()).isEqualTo(moved);
        assertThat(world.at(binding(), "/spec/gracefulEvictionTasks").isMissingNode())
                .isTrue();
        assertThat(world.at(binding(), "/spec/removing/0/cluster").asString()).isEqualTo("eu-1");
    }

    @Test
    void evictsNothingWhileMostOfTheFleetSeemsLostAndSaysSo() {
        web("");
        String before = clusters();

        for (String name : List.of("eu-1", "eu-2", "us-1", "us-2")) {
            world.ready(name, "Unknown");
        }
        pass(Duration.ofMinutes(10));

        assertThat(clusters()).isEqualTo(before);
        assertThat(held("eu-1")).startsWith("True: evictions are held: 4 of 6 clusters look dead at once");
        assertThat(held("ap-1")).isEqualTo(": ");
    }

    @Test
    void evictsAgainOnceEnoughOfTheFleetIsBack() {
        evictsNothingWhileMostOfTheFleetSeemsLostAndSaysSo();

        world.ready("eu-1", "True");
        pass(AFTER_HOLD);

        assertThat(clusters()).doesNotContain("us-1", "us-2", "eu-2");
        assertThat(replicas()).isEqualTo(12);
        assertThat(held("us-1")).startsWith("False");
    }

    @Test
    void waitsForThoseThatComeBackALittleLater() {
        evictsNothingWhileMostOfTheFleetSeemsLostAndSaysSo();
        String before = clusters();

        List.of("eu-1", "eu-2", "us-1").forEach(name -> world.ready(name, "True"));
        pass(Duration.ofSeconds(3));
        String meanwhile = clusters();
        world.ready("us-2", "True");
        pass(AFTER_HOLD);

        assertThat(meanwhile).isEqualTo(before);
        assertThat(clusters()).isEqualTo(before);
    }

    @Test
    void followsAPersonsTaintEvenThen() {
        evictsNothingWhileMostOfTheFleetSeemsLostAndSaysSo();

        world.edit("cluster.karmada.io/clusters//eu-1", tree -> taint(tree, "example.com/lost"));
        pass(EVICTED);

        assertThat(clusters()).doesNotContain("eu-1").contains("eu-2");
    }

    @Test
    void waitsAsLongAsTheWorkloadTolerates() {
        world.deployment("web", 12, """
                {"clusterTolerations": [{"key": "example.com/drain", "operator": "Exists", "effect": "NoExecute",
                  "tolerationSeconds": 60}]}""", "");
        world.settle();

        world.edit("cluster.karmada.io/clusters//eu-1", tree -> taint(tree, "example.com/drain"));
        pass(Duration.ofSeconds(50));
        String tolerated = clusters();
        pass(Duration.ofSeconds(20));

        assertThat(tolerated).contains("eu-1");
        assertThat(clusters()).doesNotContain("eu-1");
    }

    @Test
    void evictsWithinTheBudgetTheHighestPriorityFirst() {
        world.create("scheduling.k8s.io/priorityclasses//gold", """
                {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "gold"},
                 "value": 1000}""");
        for (int number = 0; number < 30; number++) {
            String priority = number < 25 ? "" : """
                    , "schedulePriority": {"priorityClassSource": "KubePriorityClass", "priorityClassName": "gold"}""";
            world.deployment(
                    "w" + number, 1, "{\"clusterAffinity\": {\"clusterNames\": [\"eu-1\", \"us-1\"]}}", priority);
        }
        world.settle();

        world.edit("cluster.karmada.io/clusters//eu-1", tree -> taint(tree, "example.com/lost"));
        world.settle();
        long first = evicted();
        boolean goldFirst = world.at(FleetWorld.binding("w29"), "/spec/gracefulEvictionTasks")
                .isArray();
        pass(Duration.ofSeconds(3));

        assertThat(first).isEqualTo(FleetWorld.EVICTION.budget());
        assertThat(goldFirst).isTrue();
        assertThat(evicted()).isEqualTo(30);
    }

    /** What is over would no longer count, and as much again could leave in the same second. */
    @Test
    void countsWhatIsOverAlreadyAgainstTheBudget() {
        for (int number = 0; number < 30; number++) {
            world.deployment("w" + number, 1, """
                    {"clusterAffinity": {"clusterNames": ["eu-1", "us-1"]},
                     "spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}]}""", "");
        }
        world.settle();
        Set<String> seen = new HashSet<>();

        for (int turn = 0; turn < 4; turn++) {
            String tainted = turn % 2 == 0 ? "eu-1" : "us-1";
            String other = turn % 2 == 0 ? "us-1" : "eu-1";
            world.edit(
                    "cluster.karmada.io/clusters//" + other,
                    tree -> tree.withObject("/spec").remove("taints"));
            world.edit("cluster.karmada.io/clusters//" + tainted, tree -> taint(tree, "example.com/lost"));
            world.settle();
            world.bindings()
                    .forEach(binding -> binding.tree()
                            .at("/spec/gracefulEvictionTasks")
                            .forEach(task -> seen.add(binding.key().name() + " from "
                                    + task.path("fromCluster").asString())));
        }

        assertThat(seen).hasSize(FleetWorld.EVICTION.budget());
        world.edit(
                "cluster.karmada.io/clusters//us-1",
                tree -> tree.withObject("/spec").remove("taints"));
        pass(Duration.ofSeconds(3));
        assertThat(evicted()).as("tasks that are over").isZero();
    }

    @Test
    void leavesWhatIsEverywhereAnywayWhereItIs() {
        world.deployment("web", 2, "{}", "");
        world.settle();
        String before = clusters();

        world.ready("eu-1", "False");
        pass(Duration.ofMinutes(1));

        assertThat(clusters()).isEqualTo(before).contains("eu-1");
        assertThat(evicted()).isZero();
    }

    @Test
    void leavesWhatFitsNowhereElseWhereItIsUntilSomethingFits() {
        world.deployment(
                "web", 2, "{\"clusterAffinity\": {\"clusterNames\": [\"eu-1\", \"us-3\"]}," + DIVIDED.substring(1), "");
        world.settle();
        String before = clusters();
        world.ready("eu-1", "False");
        pass(Duration.ofMinutes(1));
        String kept = clusters();

        world.cluster("us-3", 50);
        pass(Duration.ofSeconds(10));

        assertThat(kept).isEqualTo(before).contains("eu-1");
        assertThat(clusters()).doesNotContain("eu-1").contains("us-3");
    }

    @Test
    void fallsBackToTheNextAffinity() {
        world.deployment("web", 1, """
                {"clusterAffinities": [{"affinityName": "home", "clusterNames": ["eu-1"]},
                  {"affinityName": "away", "clusterNames": ["us-1"]}]}""", "");
        world.settle();

        world.ready("eu-1", "Unknown");
        pass(EVICTED);

        assertThat(clusters()).isEqualTo("us-1=1");
    }

    @Test
    void purgesDirectlyWhereThePolicySaysSo() {
        web(", \"failover\": {\"cluster\": {\"purgeMode\": \"Directly\"}}");

        world.ready("eu-1", "False");
        pass(EVICTED);

        assertThat(world.at(binding(), "/spec/removing/0/why").asString()).isEqualTo("PurgedDirectly");
    }

    private static FleetWorld fleet(String... clusters) {
        FleetWorld world = new FleetWorld();
        for (String name : clusters) {
            world.cluster(name, 50);
        }
        world.settle();
        return world;
    }

    private void web(String more) {
        world.deployment("web", 12, DIVIDED, more);
        world.settle();
    }

    private void pass(Duration time) {
        world.pass(time, () -> {});
    }

    private static void taint(ObjectNode cluster, String key) {
        cluster.withObject("/spec")
                .withArrayProperty("taints")
                .addObject()
                .put("key", key)
                .put("effect", "NoExecute")
                .put("timeAdded", "2026-01-01T00:00:00Z");
    }

    private long evicted() {
        return world.bindings().stream()
                .filter(binding ->
                        binding.tree().at("/spec/gracefulEvictionTasks").isArray())
                .count();
    }

    private String binding() {
        return FleetWorld.binding("web");
    }

    private String clusters() {
        return FleetWorld.clusters(world.at(binding(), ""));
    }

    private int replicas() {
        int sum = 0;
        for (var target : world.at(binding(), "/spec/clusters")) {
            sum += target.path("replicas").asInt();
        }
        return sum;
    }

    private String held(String cluster) {
        for (var condition : world.at("cluster.karmada.io/clusters//" + cluster, "/status/conditions")) {
            if (condition.path("type").asString().equals("EvictionHeld")) {
                return condition.path("status").asString() + ": "
                        + condition.path("message").asString();
            }
        }
        return ": ";
    }
}
