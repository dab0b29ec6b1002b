package dev.flotilla.placement;

import static dev.flotilla.placement.PlacementLaws.always;
import static dev.flotilla.placement.PlacementLaws.decided;
import static dev.flotilla.placement.PlacementLaws.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must hold of the clusters that a decision chooses, and of those it may not choose: one law a test. */
class TargetLawsTest {
    @Test
    void placesNothingAnewWhereAFilterRefuses() {
        always(question -> {
            PlacementDecision decision = question.decide();
            for (String target : Fleets.replicas(decision).keySet()) {
                FleetCluster cluster = question.cluster(target).orElseThrow();
                boolean had = question.previous().replicas().containsKey(target);

                assertThat(decision.succeeded() && cluster.terminating()).isFalse();
                assertThat(question.previous().evicted()).doesNotContain(target);
                assertThat(had || cluster.apis().contains(Fleets.DEPLOYMENT)).isTrue();
                assertThat(had || cluster.taints().isEmpty()).isTrue();
            }
        });
    }

    @Test
    void scoresNeverOverrideAFilter() {
        always(question -> {
            Scorer wrong = new Scorer() {
                @Override
                public String name() {
                    return "the worse the better";
                }

                @Override
                public int[] scores(List<FleetCluster> fleet) {
                    return fleet.stream()
                            .mapToInt(cluster -> cluster.terminating()
                                            || !cluster.taints().isEmpty()
                                            || cluster.apis().isEmpty()
                                    ? SCORE_MAX
                                    : 0)
                            .toArray();
                }
            };
            Preferences preferences = new Preferences(
                    false, List.of(), false, List.of(new Preferences.Weighted(wrong, 50)), 100, List.of());
            RandomQuestion scored = question.by(preferences);
            Set<String> mayBe = new HashSet<>(question.previous().replicas().keySet());
            question.clusters().stream()
                    .filter(cluster -> !cluster.terminating()
                            && cluster.taints().isEmpty()
                            && !cluster.apis().isEmpty())
                    .map(FleetCluster::name)
                    .forEach(mayBe::add);

            assertThat(mayBe).containsAll(decided(scored).keySet());
        });
    }

    @Test
    void whatOthersRefuseIsNoTargetHoweverWellTheyScoreIt() {
        always(question -> {
            Map<String, String> refused = new TreeMap<>();
            Map<String, Integer> points = new TreeMap<>();
            for (FleetCluster cluster : question.fleet().clusters()) {
                if (cluster.name().hashCode() % 3 == 0) {
                    refused.put(cluster.name(), "by chance");
                    points.put(cluster.name(), Scorer.SCORE_MAX);
                }
            }
            Advice advice = new Advice(List.of(new Advice.Said("cost", 1000, refused, points)));

            PlacementDecision decision =
                    Scheduler.decide(question.fleet(), question.request().advised(advice), Previous.NOTHING);

            if (decision.succeeded()) {
                assertThat(decision.targets())
                        .as(question.toString())
                        .noneMatch(target -> refused.containsKey(target.cluster()));
            }
        });
    }

    @Test
    void aFilterOfThePolicyHoldsForEveryTarget() {
        always(question -> {
            Filter cheap = new Filter() {
                @Override
                public String name() {
                    return "cheap";
                }

                @Override
                public Optional<String> refuses(FleetCluster cluster, WorkloadRequest request, boolean runsThere) {
                    return Integer.parseInt(cluster.label("cost")) > 25 ? Optional.of("it is dear") : Optional.empty();
                }
            };
            PlacementDecision decision = question.by(
                            new Preferences(false, List.of(), false, List.of(), 100, List.of(cheap)))
                    .decide();
            if (decision.succeeded() && !decision.kept()) {
                assertThat(Fleets.replicas(decision).keySet())
                        .allMatch(name -> Integer.parseInt(
                                        question.cluster(name).orElseThrow().label("cost"))
                                <= 25);
            }
        });
    }

    @Test
    void keepsWithinEveryBoundOfANestedSpread() {
        when(question -> question.rules().spread().constrains(), question -> {
            PlacementDecision decision = question.decide();
            Spread spread = question.rules().spread();
            if (!decision.succeeded() || decision.kept() || decision.targets().isEmpty()) {
                return;
            }
            assertThat(decision.targets().size())
                    .isLessThanOrEqualTo(spread.clusters().max());
            for (Spread.Grouping level : spread.levels()) {
                long groups = decision.targets().stream()
                        .map(target -> level.of()
                                .apply(question.cluster(target.cluster()).orElseThrow()))
                        .distinct()
                        .count();
                assertThat(groups)
                        .as(level.field())
                        .isLessThanOrEqualTo(level.bounds().max());
                if (!question.divided()) {
                    assertThat(groups)
                            .as(level.field())
                            .isGreaterThanOrEqualTo(level.bounds().min());
                }
            }
            if (!question.divided()) {
                assertThat(decision.targets().size())
                        .isGreaterThanOrEqualTo(spread.clusters().min());
            }
        });
    }

    @Test
    void overflowsOnlyWhatTheTierBeforeHasNoRoomFor() {
        when(question -> question.byRoom() && question.rules().terms().size() > 1, question -> {
            RandomQuestion overflowing =
                    question.asking(new Previous(Map.of(), Set.of(), "second", "", false), request -> request);
            PlacementDecision decision = overflowing.decide();
            if (!decision.succeeded()) {
                return;
            }
            PlacementRules.Term used = overflowing.rules().terms().getLast();
            boolean overflows = decision.targets().stream()
                    .anyMatch(target ->
                            used.tierOf(overflowing.cluster(target.cluster()).orElseThrow()) > 0);
            if (overflows && !overflowing.rules().spread().constrains()) {
                assertThat(decision.targets().stream()
                                .filter(target -> used.tierOf(overflowing
                                                .cluster(target.cluster())
                                                .orElseThrow())
                                        == 0))
                        .allMatch(target -> target.replicas() == target.room());
            }
        });
    }

    @Test
    void keepsApartFromItsPeersAndTogetherWithThem() {
        always(question -> {
            Set<String> apart = new HashSet<>();
            Set<String> together = new HashSet<>();
            for (FleetCluster cluster : question.clusters()) {
                (cluster.label("tier").equals("t0") ? apart : together).add(cluster.name());
            }
            WorkloadRequest from = question.request();
            RandomQuestion peered = question.asking(
                    question.previous(),
                    _ -> new WorkloadRequest(
                            from.api(),
                            from.uid(),
                            true,
                            from.replicas(),
                            from.requirement(),
                            List.of(),
                            new Peers(Optional.of(together), apart),
                            from.rules()));

            assertThat(decided(peered).keySet())
                    .allMatch(name -> together.contains(name)
                            || question.previous().replicas().containsKey(name));
        });
    }
}
