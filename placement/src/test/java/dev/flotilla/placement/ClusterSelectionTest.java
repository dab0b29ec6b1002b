package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterSelectionTest {
    @Test
    void takesAllWithoutConstraints() {
        assertThat(selected(Spread.NONE, Strategy.DUPLICATED, 3, "b:1", "a:5")).containsExactly("a", "b");
    }

    @Test
    void takesAsManyClustersAsAllowedTheBestFirst() {
        assertThat(selected(clusters(1, 2), Strategy.DUPLICATED, 1, "a:1", "b:5", "c:3"))
                .containsExactly("b", "c");
    }

    @Test
    void prefersClustersThatAlreadyRunIt() {
        assertThat(selected(clusters(1, 1), Strategy.DUPLICATED, 1, "a:1+1", "b:5"))
                .containsExactly("a");
    }

    @Test
    void doesNotLimitClustersWhenNoMostIsNamed() {
        assertThat(selected(clusters(2, 0), Strategy.DUPLICATED, 1, "a:1", "b:5", "c:3"))
                .hasSize(3);
    }

    @Test
    void exchangesClustersUntilThereIsRoom() {
        // a and b run it and come first, but have room for 3 and 2 only
        assertThat(selected(clusters(2, 2), Strategy.DYNAMIC_WEIGHT, 10, "a:2+1", "b:1+1", "c:9"))
                .containsExactly("a", "c");
    }

    @Test
    void refusesTooFewClusters() {
        assertThat(choice(clusters(2, 3), Strategy.DUPLICATED, 1, "a:1"))
                .isEqualTo(Choice.unschedulable(
                        "only 1 cluster fit, but the spread constraint by cluster wants at least 2"));
    }

    @Test
    void refusesWhenNoSelectionHasRoom() {
        assertThat(choice(clusters(1, 1), Strategy.AGGREGATED, 5, "a:1", "b:2"))
                .isEqualTo(
                        Choice.unschedulable(
                                "no 1 cluster within the spread constraints have room for 5 replicas; the best found have room for 2"));
    }

    @Test
    void spreadsOverRegionsTakingTheBestOfEach() {
        assertThat(selected(
                        regions(2, 2, 2, 2), Strategy.DYNAMIC_WEIGHT, 4, "a1@eu:10", "a2@eu:9", "b1@us:5", "c1@ap:1"))
                .containsExactly("a1", "b1");
    }

    @Test
    void fillsUpFromTheChosenRegions() {
        assertThat(selected(
                        regions(2, 2, 2, 3),
                        Strategy.DYNAMIC_WEIGHT,
                        4,
                        "a1@eu:10",
                        "a2@eu:9",
                        "b1@us:5",
                        "b2@us:4",
                        "c1@ap:1"))
                .containsExactly("a1", "b1", "a2");
    }

    @Test
    void leavesClustersWithoutRegionOut() {
        assertThat(selected(regions(1, 0, 1, 0), Strategy.DUPLICATED, 1, "a@eu:1", "b:9"))
                .containsExactly("a");
    }

    @Test
    void refusesTooFewRegions() {
        assertThat(choice(regions(2, 2, 1, 0), Strategy.DUPLICATED, 1, "a@eu:1", "b@eu:1"))
                .isEqualTo(Choice.unschedulable("clusters that fit lie in 1 different values of region, but the spread "
                        + "constraint wants at least 2"));
    }

    @Test
    void exchangesARegionsClusterForARoomierOneOfTheSameRegion() {
        assertThat(selected(regions(2, 2, 2, 2), Strategy.DYNAMIC_WEIGHT, 12, "a1@eu:2+1", "a2@eu:9", "b1@us:6"))
                .containsExactly("a2", "b1");
    }

    private static Spread clusters(int min, int max) {
        return new Spread(Spread.Bounds.of(min, max), Optional.empty());
    }

    private static Spread regions(int min, int max, int clustersMin, int clustersMax) {
        return new Spread(
                Spread.Bounds.of(clustersMin, clustersMax),
                Optional.of(new Spread.Grouping("region", FleetCluster::region, Spread.Bounds.of(min, max))));
    }

    private static Choice<int[]> choice(Spread spread, Strategy strategy, int replicas, String... candidates) {
        PlacementRules rules = Fleets.rules(strategy).spread(spread).build();
        return ClusterSelection.select(SomeCandidates.of(rules, candidates), rules, replicas, false);
    }

    private static List<String> selected(Spread spread, Strategy strategy, int replicas, String... texts) {
        PlacementRules rules = Fleets.rules(strategy).spread(spread).build();
        Candidates candidates = SomeCandidates.of(rules, texts);
        Choice<int[]> choice = ClusterSelection.select(candidates, rules, replicas, false);
        assertThat(choice).isInstanceOf(Choice.Made.class);
        return Arrays.stream(((Choice.Made<int[]>) choice).value())
                .mapToObj(candidates::name)
                .toList();
    }
}
