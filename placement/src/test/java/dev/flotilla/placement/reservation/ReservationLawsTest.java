package dev.flotilla.placement.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.binding.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Over random lives of a small fleet: nodes that decide from old states, members that start and stop pods and report
 * late, leaders that come and go.
 */
class ReservationLawsTest {
    private static final int SEEDS = 25;
    private static final int STEPS = 150;
    private static final List<String> CLUSTERS = List.of("ap-1", "eu-1", "us-1");
    private static final Commit ANY = new Commit(
            List.of(new Write.Delete(new ObjectKey(BindingKinds.RESOURCE_BINDING, "", "x"))),
            List.of(),
            Commit.Origin.CONTROLLER,
            "test");

    @Test
    void noClusterIsEverPromisedBeyondWhatItHas() {
        int refused = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            refused += new Life(seed).live();
        }
        assertThat(refused)
                .as("decisions from old states that had to be refused")
                .isPositive();
    }

    private static final class Life {
        private final long seed;
        private final Random random;
        private final World world = new World();
        private final Fleet fleet = new Fleet(world);
        private final ReservationGuard longLived = new ReservationGuard();
        private Snapshot old = world.snapshot();
        private int refused;

        Life(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            fleet.policy();
            CLUSTERS.forEach(name -> fleet.cluster(name, 4 + random.nextInt(12)));
        }

        int live() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> fleet.deployment(workload(), 1 + random.nextInt(6));
                    case 2 -> old = world.snapshot();
                    case 3 -> world.pass(Duration.ofMillis(random.nextInt(2500)));
                    case 4 -> fleet.report(CLUSTERS.get(random.nextInt(CLUSTERS.size())));
                    case 5 -> starts(workload());
                    default -> decides(random.nextBoolean() ? old : world.snapshot(), workload());
                }
                keepsItsPromises(step);
            }
            return refused;
        }

        private String workload() {
            return "w" + random.nextInt(6);
        }

        private void decides(Snapshot seen, String workload) {
            Decision decision = world.placementDecision(seen, ObjectKey.parse("apps/deployments/shop/" + workload));
            if (decision.effects().stream().allMatch(Effect.Require.class::isInstance)) {
                return;
            }
            decision.effects().forEach(this::agreeOnIt);
            if (world.commit(decision.effects()) instanceof CommitOutcome.Refused) {
                refused++;
            }
        }

        /** A leader that has just begun judges as one that has followed the log all along. */
        private void agreeOnIt(Effect effect) {
            if (effect instanceof Effect.Require(Precondition.Guarded(var guard, var arguments))
                    && guard.equals(longLived.name())) {
                Optional<String> known = longLived.refuses(world.snapshot(), ANY, arguments);
                assertThat(new ReservationGuard().refuses(world.snapshot(), ANY, arguments))
                        .as("seed " + seed)
                        .isEqualTo(known);
            }
        }

        private void starts(String workload) {
            if (world.get(binding(workload)).isEmpty()) {
                return;
            }
            Map<String, Integer> wanted = promised(workload);
            leaving(workload).stream()
                    .filter(_ -> random.nextBoolean())
                    .forEach(cluster -> fleet.leave(workload, cluster));
            wanted.keySet().stream()
                    .filter(cluster -> random.nextBoolean())
                    .filter(cluster ->
                            !wanted.get(cluster).equals(fleet.pods(workload).getOrDefault(cluster, 0)))
                    .forEach(cluster -> fleet.arrive(workload, cluster, wanted.get(cluster)));
        }

        /** What is to be in a cluster fits beside what is to leave it and has not. */
        private void keepsItsPromises(int step) {
            Map<String, Integer> sum = new HashMap<>();
            for (int number = 0; number < 6; number++) {
                Map<String, Integer> most = new HashMap<>(promised("w" + number));
                fleet.pods("w" + number).forEach((cluster, there) -> most.merge(cluster, there, Math::max));
                most.forEach((cluster, replicas) -> sum.merge(cluster, replicas, Integer::sum));
            }
            sum.forEach((cluster, replicas) -> assertThat(replicas)
                    .as("promised in " + cluster + ", seed " + seed + ", step " + step)
                    .isLessThanOrEqualTo(fleet.cpus().get(cluster)));
        }

        private List<String> leaving(String workload) {
            return world.get(binding(workload))
                    .orElseThrow()
                    .at("/spec/removing")
                    .valueStream()
                    .map(entry -> entry.path("cluster").asString())
                    .toList();
        }

        private Map<String, Integer> promised(String workload) {
            Map<String, Integer> promised = new HashMap<>();
            world.get(binding(workload)).ifPresent(tree -> {
                for (JsonNode target : tree.at("/spec/clusters")) {
                    promised.put(
                            target.path("name").asString(),
                            target.path("replicas").asInt());
                }
            });
            return promised;
        }

        private static String binding(String workload) {
            return "work.karmada.io/resourcebindings/shop/" + workload + "-deployment";
        }
    }
}
