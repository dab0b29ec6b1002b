package dev.flotilla.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.TargetCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Six clusters and forty workloads through random failures and recoveries, with what must hold checked after every
 * second.
 */
class EvictionSim {
    private static final List<String> CLUSTERS = FleetWorld.CLUSTERS;
    private static final int WORKLOADS = 40;
    private static final int ROUNDS = 15;

    private final FleetWorld world = new FleetWorld();
    private final Members members = new Members(world);
    private final Map<String, Integer> arrivals = new HashMap<>();
    private Map<String, Set<String>> placed = new HashMap<>();
    private int failures;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void keepsItsPromisesThroughFailuresAndRecoveries(long seed) {
        Random random = new Random(seed);
        begin(random);
        for (int round = 0; round < ROUNDS; round++) {
            String cluster = CLUSTERS.get(random.nextInt(CLUSTERS.size()));
            if (members.isDown(cluster)) {
                members.heal(cluster);
            } else if (random.nextInt(3) > 0) {
                members.fail(cluster);
                failures++;
            }
            pass(Duration.ofSeconds(1 + random.nextInt(15)), seed);
        }
        end(seed);
    }

    private void begin(Random random) {
        CLUSTERS.forEach(name -> world.cluster(name, 200));
        for (int number = 0; number < WORKLOADS; number++) {
            String placement = FleetWorld.placement(number);
            world.deployment("w" + number, 1 + random.nextInt(8), placement, "");
        }
        world.settle();
        pass(Duration.ofSeconds(5), 0);
        arrivals.clear();
    }

    private void pass(Duration time, long seed) {
        world.pass(time, () -> {
            members.propagate();
            check(seed);
        });
    }

    private void check(long seed) {
        Map<String, Set<String>> now = new HashMap<>();
        int evictedThisSecond = 0;
        for (StoredObject binding : world.bindings()) {
            BindingSpec spec = BindingSpec.of(binding.tree());
            BindingStatus status = BindingStatus.of(binding.tree());
            String name = binding.key().name();
            Set<String> targets =
                    spec.clusters().stream().map(TargetCluster::name).collect(Collectors.toCollection(TreeSet::new));
            now.put(name, targets);
            Set<String> arrived = new TreeSet<>(targets);
            arrived.removeAll(placed.getOrDefault(name, Set.of()));
            arrivals.merge(name, arrived.size(), Integer::sum);
            checkReplicas(seed, name, spec, status);
            evictedThisSecond += (int) spec.gracefulEvictionTasks().stream()
                    .filter(task -> world.now.equals(task.creationTimestamp()))
                    .count();
            assertThat(spec.removing().stream()
                            .map(removal -> removal.cluster())
                            .filter(targets::contains))
                    .as("seed %d: %s is wanted and removed in the same cluster", seed, name)
                    .isEmpty();
        }
        assertThat(evictedThisSecond).as("seed %d: budget", seed).isLessThanOrEqualTo(FleetWorld.EVICTION.budget());
        if (members.downCount() * 2 > CLUSTERS.size()) {
            assertThat(evictedThisSecond)
                    .as("seed %d: evictions while most seem lost", seed)
                    .isZero();
        }
        placed = now;
    }

    private static void checkReplicas(long seed, String name, BindingSpec spec, BindingStatus status) {
        boolean divided = spec.placement() != null && spec.placement().dividesReplicas();
        boolean scheduled = status.condition(BindingStatus.SCHEDULED)
                .map(condition -> condition.isTrue())
                .orElse(false);
        if (divided && scheduled) {
            assertThat(spec.clusters().stream()
                            .mapToInt(TargetCluster::replicas)
                            .sum())
                    .as("seed %d: replicas of %s", seed, name)
                    .isEqualTo(spec.replicas());
        }
    }

    private void end(long seed) {
        CLUSTERS.stream().filter(members::isDown).forEach(members::heal);
        pass(Duration.ofSeconds(30), seed);
        for (StoredObject binding : world.bindings()) {
            BindingSpec spec = BindingSpec.of(binding.tree());
            String name = binding.key().name();
            assertThat(spec.gracefulEvictionTasks())
                    .as("seed %d: %s", seed, name)
                    .isEmpty();
            assertThat(spec.removing()).as("seed %d: %s", seed, name).isEmpty();
            assertThat(members.ready(name))
                    .as("seed %d: %s", seed, name)
                    .isEqualTo(spec.clusters().stream()
                            .map(TargetCluster::name)
                            .collect(Collectors.toCollection(TreeSet::new)))
                    .isNotEmpty();
            assertThat(arrivals.getOrDefault(name, 0))
                    .as("seed %d: %s moved about in %d failures", seed, name, failures)
                    .isLessThanOrEqualTo(3 * failures + CLUSTERS.size());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11})
    void whatIsDividedStaysWhereItWentWhenClustersHeal(long seed) {
        begin(new Random(seed));
        members.fail("eu-1");
        members.fail("eu-2");
        pass(Duration.ofSeconds(20), seed);
        Map<String, String> moved = divided();

        members.heal("eu-1");
        members.heal("eu-2");
        pass(Duration.ofSeconds(20), seed);

        assertThat(moved).as("seed %d", seed).isNotEmpty();
        assertThat(divided()).as("seed %d", seed).containsAllEntriesOf(moved);
    }

    /** Of the divided workloads with a place for every replica: where they are. */
    private Map<String, String> divided() {
        Map<String, String> divided = new HashMap<>();
        for (StoredObject binding : world.bindings()) {
            BindingSpec spec = BindingSpec.of(binding.tree());
            boolean scheduled = BindingStatus.of(binding.tree())
                    .condition(BindingStatus.SCHEDULED)
                    .map(condition -> condition.isTrue())
                    .orElse(false);
            if (scheduled && spec.placement() != null && spec.placement().dividesReplicas()) {
                divided.put(binding.key().name(), FleetWorld.clusters(binding.tree()));
            }
        }
        return divided;
    }
}
