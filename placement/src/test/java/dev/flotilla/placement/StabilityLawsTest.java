package dev.flotilla.placement;

import static dev.flotilla.placement.PlacementLaws.always;
import static dev.flotilla.placement.PlacementLaws.decided;
import static dev.flotilla.placement.PlacementLaws.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What must hold of decisions that are made again, of a workload that grows and shrinks, and of a fleet that does: one
 * law a test.
 */
class StabilityLawsTest {
    @Test
    void isTheSameInWhateverOrderClustersAreListed() {
        always(question -> {
            List<FleetCluster> shuffled = new ArrayList<>(question.clusters());
            Collections.shuffle(shuffled, new Random(question.seed()));

            assertThat(question.over(shuffled).decide()).isEqualTo(question.decide());
        });
    }

    @Test
    void isTheSameWhenAskedAgain() {
        always(question -> {
            ClusterSnapshot fleet = question.fleet();
            PlacementDecision once = Scheduler.decide(fleet, question.request(), question.previous());

            assertThat(Scheduler.decide(fleet, question.request(), question.previous()))
                    .isEqualTo(once);
        });
    }

    @Test
    void isTheSameOnAFleetThatCameFromAnother() {
        always(question -> {
            ClusterSnapshot emptied = new ClusterSnapshot(
                    question.clusters().stream().map(FleetCluster::unmeasured).toList());
            Scheduler.decide(emptied, question.request(), question.previous());
            ClusterSnapshot next = emptied.next(question.clusters());

            assertThat(Scheduler.decide(next, question.request(), question.previous()))
                    .isEqualTo(question.decide());
        });
    }

    @Test
    void decidingAgainMovesNothing() {
        always(question -> {
            PlacementDecision first = question.decide();
            if (first.succeeded()) {
                assertThat(decided(question.after(first))).isEqualTo(Fleets.replicas(first));
            }
        });
    }

    @Test
    void scalingUpTakesNothingAway() {
        when(RandomQuestion::byRoomAlone, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded()) {
                return;
            }
            RandomQuestion more =
                    question.after(first).replicas(question.request().replicas() + 5);
            Map<String, Integer> after = decided(more);

            Fleets.replicas(first)
                    .forEach((name, had) ->
                            assertThat(after.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(had));
        });
    }

    @Test
    void scalingDownGivesNothing() {
        when(question -> question.byRoomAlone() && question.request().replicas() > 1, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded()) {
                return;
            }
            Map<String, Integer> had = Fleets.replicas(first);
            Map<String, Integer> after =
                    decided(question.after(first).replicas(question.request().replicas() / 2));

            after.forEach((name, now) -> assertThat(now).as(name).isLessThanOrEqualTo(had.getOrDefault(name, 0)));
        });
    }

    @Test
    void aClusterMoreMovesNothingThatIsDivided() {
        when(RandomQuestion::divided, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded() || first.targets().isEmpty()) {
                return;
            }
            List<FleetCluster> more = new ArrayList<>(question.clusters());
            more.add(Fleets.cluster("eu-new", 1000));

            assertThat(decided(question.after(first).over(more))).isEqualTo(Fleets.replicas(first));
        });
    }

    @Test
    void aClusterLostMovesNoMoreThanWhatItHad() {
        when(RandomQuestion::byRoomAlone, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded() || first.targets().size() < 2) {
                return;
            }
            String lost = first.targets().getFirst().cluster();
            List<FleetCluster> left = new ArrayList<>(question.clusters());
            left.removeIf(cluster -> cluster.name().equals(lost));
            Map<String, Integer> after = decided(question.after(first).over(left));
            Map<String, Integer> before = new HashMap<>(Fleets.replicas(first));
            before.remove(lost);

            before.forEach((name, had) ->
                    assertThat(after.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(had));
        });
    }

    @Test
    void whatFitsNowhereStaysUnlessItsClusterGoes() {
        always(question -> {
            PlacementDecision decision = question.decide();
            if (!decision.succeeded()) {
                Map<String, Integer> staying = new HashMap<>(question.previous().replicas());
                staying.keySet()
                        .removeIf(name -> question.cluster(name).orElseThrow().terminating());

                assertThat(Fleets.replicas(decision)).isEqualTo(staying);
            }
        });
    }
}
