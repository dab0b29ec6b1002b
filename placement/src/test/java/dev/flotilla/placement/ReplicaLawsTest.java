package dev.flotilla.placement;

import static dev.flotilla.placement.PlacementLaws.always;
import static dev.flotilla.placement.PlacementLaws.decided;
import static dev.flotilla.placement.PlacementLaws.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What must hold of how many replicas each cluster gets: one law a test. */
class ReplicaLawsTest {
    @Test
    void replicasSumUpOrTheDecisionSaysThatTheyDoNot() {
        when(RandomQuestion::divided, question -> {
            PlacementDecision decision = question.decide();
            int sum = decided(question).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();

            assertThat(decision.succeeded() ? sum : question.request().replicas())
                    .isEqualTo(question.request().replicas());
            assertThat(decision.summary()).isNotBlank();
        });
    }

    @Test
    void asKarmadaOrNotTheSumIsRight() {
        when(RandomQuestion::divided, question -> {
            PlacementDecision decision = question.by(Preferences.KARMADA).decide();
            if (decision.succeeded() && question.request().replicas() > 0) {
                assertThat(Fleets.replicas(decision).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isEqualTo(question.request().replicas());
            }
        });
    }

    @Test
    void copiesGoWholeToEveryTarget() {
        when(question -> !question.divided(), question -> {
            PlacementDecision decision = question.decide();
            if (decision.succeeded()) {
                assertThat(Fleets.replicas(decision).values())
                        .allMatch(replicas -> replicas == question.request().replicas());
            }
        });
    }

    @Test
    void severalComponentsAreNeverDivided() {
        always(question -> {
            WorkloadRequest from = question.request();
            List<WorkloadRequest.Component> components = List.of(
                    new WorkloadRequest.Component("jobmanager", 1, from.requirement()),
                    new WorkloadRequest.Component("taskmanager", 3, from.requirement()));
            PlacementDecision decision = question.asking(
                            question.previous(),
                            _ -> new WorkloadRequest(
                                    from.api(),
                                    from.uid(),
                                    false,
                                    0,
                                    from.requirement(),
                                    components,
                                    Peers.NONE,
                                    from.rules()))
                    .decide();
            if (decision.succeeded()) {
                assertThat(Fleets.replicas(decision).values()).allMatch(replicas -> replicas == 0);
            }
        });
    }

    @Test
    void givesNoClusterMoreThanItHasRoomFor() {
        when(RandomQuestion::byRoom, question -> {
            PlacementDecision decision = question.decide();
            if (decision.succeeded() && !decision.kept()) {
                assertThat(decision.targets()).allMatch(target -> target.replicas() <= Math.max(0, target.room()));
            }
        });
    }

    @Test
    void aggregatesIntoNoMoreClustersThanRoomAllows() {
        when(question -> question.rules().strategy() == Strategy.AGGREGATED, question -> {
            PlacementDecision decision =
                    question.asking(Previous.NOTHING, request -> request).decide();
            if (decision.succeeded()
                    && decision.targets().size() > 1
                    && question.request().replicas() > 0
                    && question.rules().terms().size() == 1) {
                long withoutSmallest = decision.targets().stream()
                                .mapToLong(PlacementDecision.Target::room)
                                .sum()
                        - decision.targets().stream()
                                .mapToLong(PlacementDecision.Target::room)
                                .min()
                                .orElse(0);
                assertThat(withoutSmallest).isLessThan(question.request().replicas());
            }
        });
    }

    @Test
    void heavierClustersNeverGetLess() {
        when(question -> question.rules().strategy() == Strategy.STATIC_WEIGHT, question -> {
            List<FleetCluster> roomy =
                    question.clusters().stream().map(FleetCluster::unmeasured).toList();
            RandomQuestion unbounded = question.over(roomy).asking(Previous.NOTHING, request -> request);
            PlacementDecision decision = unbounded.decide();
            for (PlacementDecision.Target one : decision.targets()) {
                for (PlacementDecision.Target other : decision.targets()) {
                    long weight = unbounded
                            .rules()
                            .weight(unbounded.cluster(one.cluster()).orElseThrow());
                    long than = unbounded
                            .rules()
                            .weight(unbounded.cluster(other.cluster()).orElseThrow());
                    if (weight > than) {
                        assertThat(one.replicas()).isGreaterThanOrEqualTo(other.replicas());
                    }
                }
            }
        });
    }

    @Test
    void staticWeightsFillNoClusterBeyondItsRoomWhileOthersHaveSome() {
        when(question -> question.rules().strategy() == Strategy.STATIC_WEIGHT, question -> {
            PlacementDecision decision = question.decide();
            if (!decision.succeeded() || decision.kept() || question.request().replicas() == 0) {
                return;
            }
            Map<String, Integer> targets = Fleets.replicas(decision);
            boolean over =
                    targets.entrySet().stream().anyMatch(target -> target.getValue() > room(question, target.getKey()));
            if (over) {
                assertThat(targets.entrySet()).allMatch(target -> target.getValue() >= room(question, target.getKey()));
            }
        });
    }

    private static long room(RandomQuestion question, String name) {
        return question.cluster(name)
                .orElseThrow()
                .capacity()
                .map(capacity ->
                        (long) Estimator.replicas(capacity, question.request().requirement())
                                + question.previous().replicas().getOrDefault(name, 0))
                .orElse(Long.MAX_VALUE);
    }

    @Test
    void keepsLimitsOfEveryCluster() {
        when(RandomQuestion::divided, question -> {
            Preferences.Limit limit = new Preferences.Limit(ClusterRule.ANY, 1, OptionalInt.of(4));
            PlacementDecision decision = question.by(
                            new Preferences(false, List.of(limit), true, List.of(), 100, List.of()))
                    .decide();
            if (decision.succeeded() && !decision.kept()) {
                assertThat(Fleets.replicas(decision).values()).allMatch(replicas -> replicas <= 4);
            }
        });
    }
}
