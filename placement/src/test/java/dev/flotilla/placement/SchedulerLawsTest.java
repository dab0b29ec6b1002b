package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold of every decision, tried on random fleets, policies and histories. */
class SchedulerLawsTest {
    private static final int SEEDS = 500;

    /** One random question to the scheduler. */
    private record Question(List<FleetCluster> clusters, WorkloadRequest request, Previous previous) {
        static Question of(long seed) {
            Random random = new Random(seed);
            List<FleetCluster> clusters = new ArrayList<>();
            Map<String, Integer> running = new HashMap<>();
            for (int number = 0; number < random.nextInt(12); number++) {
                String name = List.of("eu", "us", "ap").get(random.nextInt(3)) + "-" + number;
                boolean tainted = random.nextInt(4) == 0;
                clusters.add(
                        Fleets.cluster(name, random.nextInt(30), tainted ? List.of(Fleets.UNREACHABLE) : List.of()));
                if (random.nextInt(3) == 0) {
                    running.put(name, 1 + random.nextInt(8));
                }
            }
            Fleets.Rules rules =
                    Fleets.rules(Strategy.values()[random.nextInt(4)]).spread(spread(random));
            PlacementRules built = rules.build();
            boolean known = random.nextBoolean();
            Previous previous =
                    new Previous(running, Set.of(), "", known ? built.fingerprint() : "", random.nextInt(5) == 0);
            WorkloadRequest request =
                    new WorkloadRequest(Fleets.DEPLOYMENT, "uid-" + seed, true, random.nextInt(40), Map.of(), built);
            return new Question(clusters, request, previous);
        }

        private static Spread spread(Random random) {
            int min = 1 + random.nextInt(3);
            Spread.Bounds bounds = Spread.Bounds.of(min, random.nextBoolean() ? 0 : min + random.nextInt(3));
            return switch (random.nextInt(3)) {
                case 0 -> Spread.NONE;
                case 1 -> new Spread(bounds, Optional.empty());
                default ->
                    new Spread(
                            Spread.Bounds.ANY,
                            Optional.of(new Spread.Grouping("region", FleetCluster::region, bounds)));
            };
        }

        PlacementDecision decide() {
            return Scheduler.decide(new ClusterSnapshot(clusters), request, previous);
        }
    }

    @Test
    void isDeterministicWhateverTheOrderOfClusters() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            List<FleetCluster> shuffled = new ArrayList<>(question.clusters());
            Collections.shuffle(shuffled, new Random(seed));

            assertThat(new Question(shuffled, question.request(), question.previous()).decide())
                    .as("seed %d", seed)
                    .isEqualTo(question.decide());
        }
    }

    @Test
    void explainsEveryClusterOnce() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            PlacementDecision decision = question.decide();
            List<String> named = new ArrayList<>(decision.targets().stream()
                    .map(PlacementDecision.Target::cluster)
                    .toList());
            decision.leftOut().forEach(exclusion -> named.add(exclusion.cluster()));

            assertThat(named)
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            question.clusters().stream().map(FleetCluster::name).toList());
        }
    }

    @Test
    void dividedReplicasSumUpExactly() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            PlacementDecision decision = question.decide();
            if (decision.succeeded() && question.request().rules().strategy() != Strategy.DUPLICATED) {
                assertThat(decision.targets().stream()
                                .mapToInt(PlacementDecision.Target::replicas)
                                .sum())
                        .as("seed %d", seed)
                        .isEqualTo(question.request().replicas());
            }
        }
    }

    @Test
    void neverPlacesAnewUnderAnUntoleratedTaint() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            Set<String> tainted = question.clusters().stream()
                    .filter(cluster -> !cluster.taints().isEmpty())
                    .map(FleetCluster::name)
                    .filter(name -> !question.previous().replicas().containsKey(name))
                    .collect(Collectors.toSet());

            assertThat(Fleets.replicas(question.decide()).keySet().stream().filter(tainted::contains))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void keepsWithinTheSpreadConstraints() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            PlacementDecision decision = question.decide();
            Spread spread = question.request().rules().spread();
            if (!decision.succeeded() || decision.kept() || decision.targets().isEmpty()) {
                continue;
            }
            assertThat(decision.targets().size())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(spread.clusters().max());
            if (spread.groups().isPresent()) {
                long regions = decision.targets().stream()
                        .map(target -> target.cluster().substring(0, 2))
                        .distinct()
                        .count();
                assertThat(regions)
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(spread.groups().get().bounds().max());
            }
            if (question.request().rules().strategy() == Strategy.DUPLICATED) {
                assertThat(decision.targets().size())
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(spread.clusters().min());
            }
        }
    }

    @Test
    void decidingAgainChangesNothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            PlacementDecision first = question.decide();
            if (first.succeeded()) {
                Question again = new Question(
                        question.clusters(),
                        question.request(),
                        Fleets.after(first, question.request().rules()));

                assertThat(Fleets.replicas(again.decide())).as("seed %d", seed).isEqualTo(Fleets.replicas(first));
            }
        }
    }

    @Test
    void whatFitsNowhereStays() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Question question = Question.of(seed);
            PlacementDecision decision = question.decide();
            if (!decision.succeeded()) {
                assertThat(Fleets.replicas(decision))
                        .as("seed %d", seed)
                        .isEqualTo(question.previous().replicas());
            }
        }
    }
}
