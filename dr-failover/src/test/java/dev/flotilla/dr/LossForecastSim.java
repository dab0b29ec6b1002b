package dev.flotilla.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What is foretold of a loss against what eviction then does, over random fleets. */
class LossForecastSim {
    private static final int SEEDS = 300;
    private static final int WHOLE_PATH_SEEDS = 40;
    private static final List<String> CLUSTERS = List.of("eu-1", "eu-2", "us-1", "us-2", "ap-1", "ap-2", "sa-1");
    private static final String TOLERATES = """
            "clusterTolerations": [{"key": "cluster.karmada.io/not-ready", "operator": "Exists"%s}]""";
    private static final String ROOM = """
            "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}""";
    private static final List<String> PLACEMENTS = List.of(
            "{}",
            "{" + ROOM + "}",
            "{" + ROOM + "," + TOLERATES.formatted(", \"effect\": \"NoExecute\", \"tolerationSeconds\": 4") + "}",
            "{" + ROOM + "," + TOLERATES.formatted("") + "}",
            "{\"clusterAffinity\": {\"clusterNames\": [\"eu-1\", \"eu-2\"]}}",
            "{\"clusterAffinity\": {\"clusterNames\": [\"eu-1\", \"us-1\"]}," + ROOM + "}",
            """
            {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 2, "maxGroups": 2}]}""",
            """
            {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}],
             "clusterAffinities": [{"affinityName": "eu", "clusterNames": ["eu-1", "eu-2"]},
               {"affinityName": "us", "clusterNames": ["us-1", "us-2"]}]}""",
            """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"},
             "spreadConstraints": [{"spreadByField": "region", "minGroups": 2, "maxGroups": 2},
               {"spreadByField": "cluster", "minGroups": 2, "maxGroups": 3}]}""",
            """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"staticWeightList": [
                {"targetCluster": {"clusterNames": ["eu-1", "us-1"]}, "weight": 2},
                {"targetCluster": {"clusterNames": ["ap-1"]}, "weight": 1}]}}}""");

    @Test
    void evictionDoesWhatWasForetold() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            FleetWorld world = world(random);
            Set<String> lost = lost(random, world);
            LossForecast forecast = LossForecast.of(world.snapshot(), lost, world.now);

            taint(world, lost);
            Map<ObjectKey, BindingSpec> evicted = evict(world);

            compare(seed, forecast, evicted, lost);
            stays(seed, forecast, lost);
        }
    }

    /** Every controller, second by second: a region's clusters go down one after the other, as real ones do. */
    @Test
    void soDoesTheWholePath() {
        for (long seed = 0; seed < WHOLE_PATH_SEEDS; seed++) {
            Random random = new Random(seed);
            FleetWorld world = world(random);
            Set<String> lost = lost(random, world);
            LossForecast forecast = LossForecast.of(world.snapshot(), lost, world.now);

            for (String cluster : lost) {
                world.ready(cluster, "False");
                world.pass(Duration.ofSeconds(random.nextInt(3)), () -> {});
            }
            world.pass(Duration.ofSeconds(20), () -> {});

            for (Fate fate : forecast.fates()) {
                boolean moves =
                        fate.outcome() == Outcome.MOVES && forecast.heldBack().isEmpty();
                assertThat(placed(world.snapshot().get(fate.binding()).orElseThrow()))
                        .as("seed %d: %s without %s: foretold %s", seed, fate.display(), lost, fate)
                        .isEqualTo(moves ? fate.after() : fate.before());
            }
        }
    }

    private static FleetWorld world(Random random) {
        FleetWorld world = new FleetWorld();
        List<String> names = CLUSTERS.subList(0, 3 + random.nextInt(CLUSTERS.size() - 2));
        names.forEach(name -> world.cluster(name, random.nextInt(30)));
        if (random.nextInt(4) == 0) {
            world.edit(
                    "cluster.karmada.io/clusters//" + names.getLast(),
                    tree -> tree.withObject("/spec")
                            .withArrayProperty("taints")
                            .addObject()
                            .put("key", "example.com/full")
                            .put("effect", "NoSchedule"));
        }
        world.settle();
        for (int number = 0; number < 8; number++) {
            String placement = PLACEMENTS.get(random.nextInt(PLACEMENTS.size()));
            world.deployment("w" + number, random.nextInt(9), placement, "");
        }
        world.settle();
        return world;
    }

    /** Of one region most of the time; sometimes of any, or of more than half of the fleet. */
    private static Set<String> lost(Random random, FleetWorld world) {
        List<String> names = world.snapshot()
                .list(dev.flotilla.api.cluster.Cluster.RESOURCE)
                .map(cluster -> cluster.key().name())
                .toList();
        String one = names.get(random.nextInt(names.size()));
        if (random.nextInt(4) > 0) {
            return names.stream()
                    .filter(name -> name.startsWith(one.substring(0, 2)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        return names.stream()
                .filter(name -> name.equals(one) || random.nextInt(3) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void taint(FleetWorld world, Set<String> lost) {
        for (String cluster : lost) {
            Instant since = world.now;
            world.edit("cluster.karmada.io/clusters//" + cluster, tree -> {
                ((ObjectNode) tree.at("/status/conditions/0"))
                        .put("status", "False")
                        .put("reason", "ClusterNotReachable")
                        .put("lastTransitionTime", since.toString());
                for (String effect : List.of("NoSchedule", "NoExecute")) {
                    tree.withObject("/spec")
                            .withArrayProperty("taints")
                            .addObject()
                            .put("key", "cluster.karmada.io/not-ready")
                            .put("effect", effect)
                            .put("timeAdded", since.toString());
                }
            });
        }
    }

    /** What the running controller writes over this snapshot, until it wants nothing more. */
    private static Map<ObjectKey, BindingSpec> evict(FleetWorld world) {
        EvictionReconciler eviction = new EvictionReconciler(new EvictionSettings(1000, Duration.ofSeconds(1)));
        ObjectKey fleet = eviction.keys(world.snapshot()).findFirst().orElseThrow();
        Map<ObjectKey, BindingSpec> evicted = new TreeMap<>();
        Instant tolerated = world.now.plusSeconds(10);
        Decision decision = eviction.decide(world.snapshot(), fleet, tolerated);
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Replace(var base, var tree)) {
                evicted.put(base.key(), BindingSpec.of(tree));
            }
        }
        return evicted;
    }

    private static void compare(
            long seed, LossForecast forecast, Map<ObjectKey, BindingSpec> evicted, Set<String> lost) {
        Map<ObjectKey, Map<String, Integer>> foretold = new TreeMap<>();
        forecast.fates().stream()
                .filter(fate ->
                        fate.outcome() == Outcome.MOVES && forecast.heldBack().isEmpty())
                .forEach(fate -> foretold.put(fate.binding(), fate.after()));
        Map<ObjectKey, Map<String, Integer>> done = new TreeMap<>();
        evicted.forEach((key, spec) -> done.put(key, placed(spec)));

        assertThat(done)
                .as(
                        "seed %d: what moved without %s, against what was foretold; held back: %s",
                        seed, lost, forecast.heldBack())
                .isEqualTo(foretold);
    }

    private static void stays(long seed, LossForecast forecast, Set<String> lost) {
        List<String> moved = new ArrayList<>();
        for (Fate fate : forecast.fates()) {
            assertThat(fate.before().keySet())
                    .as("seed %d: %s has nothing in %s", seed, fate.display(), lost)
                    .containsAnyElementsOf(lost);
            assertThat(fate.after().keySet())
                    .as("seed %d: %s goes where it was lost", seed, fate.display())
                    .doesNotContainAnyElementsOf(lost);
            moved.add(fate.binding().path());
        }
        assertThat(moved).as("seed %d: each once", seed).doesNotHaveDuplicates();
    }

    private static Map<String, Integer> placed(StoredObject binding) {
        return placed(BindingSpec.of(binding.tree()));
    }

    private static Map<String, Integer> placed(BindingSpec spec) {
        return spec.clusters().stream()
                .collect(Collectors.toMap(TargetCluster::name, TargetCluster::replicas, (one, _) -> one, TreeMap::new));
    }
}
