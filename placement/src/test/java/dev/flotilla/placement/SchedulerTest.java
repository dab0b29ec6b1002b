package dev.flotilla.placement;

import static dev.flotilla.placement.Fleets.after;
import static dev.flotilla.placement.Fleets.cluster;
import static dev.flotilla.placement.Fleets.deployment;
import static dev.flotilla.placement.Fleets.fleet;
import static dev.flotilla.placement.Fleets.only;
import static dev.flotilla.placement.Fleets.regions;
import static dev.flotilla.placement.Fleets.replicas;
import static dev.flotilla.placement.Fleets.rules;
import static dev.flotilla.placement.Fleets.threeRegions;
import static dev.flotilla.placement.Fleets.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.selector.ClusterIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final FleetCluster EU_1_LOST = cluster("eu-1", 10, List.of(Fleets.UNREACHABLE));

    @Test
    void namesEveryClusterLeftOutAndWhy() {
        ClusterSnapshot fleet = with(threeRegions(), EU_1_LOST);
        var request = deployment(4, rules(Strategy.DUPLICATED).term("", only("eu-1", "eu-2", "us-1")));

        PlacementDecision decision = Scheduler.decide(fleet, request, Previous.NOTHING);

        assertThat(replicas(decision)).isEqualTo(Map.of("eu-2", 4, "us-1", 4));
        assertThat(decision.leftOut())
                .extracting(exclusion ->
                        exclusion.cluster() + " " + exclusion.stage().label() + ": " + exclusion.reason())
                .containsExactly(
                        "ap-1 ClusterAffinity: its name is not listed",
                        "ap-2 ClusterAffinity: its name is not listed",
                        "eu-1 TaintToleration: the taint cluster.karmada.io/unreachable:NoExecute is not tolerated",
                        "us-2 ClusterAffinity: its name is not listed");
        assertThat(decision.summary())
                .isEqualTo("Placed in eu-2 (4), us-1 (4); left out: 3 by ClusterAffinity, 1 by TaintToleration.");
    }

    @Test
    void placesInTaintedClustersWhatToleratesThem() {
        ClusterSnapshot fleet = fleet(EU_1_LOST);
        var request = deployment(1, rules(Strategy.DUPLICATED).tolerating(Fleets.UNREACHABLE));

        assertThat(replicas(Scheduler.decide(fleet, request, Previous.NOTHING))).containsOnlyKeys("eu-1");
    }

    @Test
    void keepsACopyInAClusterThatWasTaintedSince() {
        var rules = rules(Strategy.DUPLICATED);
        Previous before = previous(Map.of("eu-1", 2), rules);

        PlacementDecision decision =
                Scheduler.decide(fleet(EU_1_LOST, cluster("eu-2", 10)), deployment(2, rules), before);

        assertThat(replicas(decision)).containsOnlyKeys("eu-1", "eu-2");
    }

    @Test
    void leavesOutClustersThatDoNotServeTheKind() {
        var request = new WorkloadRequest(
                "example.io/v1/Guestbook",
                "uid",
                false,
                0,
                Map.of(),
                rules(Strategy.DUPLICATED).build());

        PlacementDecision decision = Scheduler.decide(threeRegions(), request, Previous.NOTHING);

        assertThat(decision.outcome()).isEqualTo(PlacementDecision.Outcome.NO_CLUSTER_FIT);
        assertThat(decision.summary())
                .isEqualTo("0/6 clusters are available: 6 cluster(s) did not have the API resource.");
    }

    @Test
    void staysWhereItIsWhenNothingFitsAnyMore() {
        var rules = rules(Strategy.DUPLICATED).term("", only("elsewhere"));
        Previous before = new Previous(Map.of("eu-1", 2), Set.of(), "", "another placement", false);

        PlacementDecision decision = Scheduler.decide(threeRegions(), deployment(2, rules), before);

        assertThat(decision.outcome()).isEqualTo(PlacementDecision.Outcome.NO_CLUSTER_FIT);
        assertThat(replicas(decision)).isEqualTo(Map.of("eu-1", 2));
        assertThat(decision.summary()).endsWith("It stays in eu-1 (2).");
    }

    @Test
    void leavesAClusterThatLeavesTheFleet() {
        FleetCluster leaving = new FleetCluster(
                new ClusterIdentity("eu-1", Map.of(), "", "eu", List.of()),
                List.of(),
                Set.of(Fleets.DEPLOYMENT),
                true,
                Optional.empty());
        var rules = rules(Strategy.DYNAMIC_WEIGHT);

        PlacementDecision decision = Scheduler.decide(
                fleet(leaving, cluster("us-1", 9)), deployment(3, rules), previous(Map.of("eu-1", 3), rules));

        assertThat(replicas(decision)).isEqualTo(Map.of("us-1", 3));
    }

    @Test
    void replacesWhatWasEvictedAndNothingElse() {
        var rules = rules(Strategy.DYNAMIC_WEIGHT);
        Previous evicted = new Previous(
                Map.of("us-1", 3), Set.of("eu-1"), "", rules.build().fingerprint(), false);

        PlacementDecision decision = Scheduler.decide(with(threeRegions(), EU_1_LOST), deployment(6, rules), evicted);

        assertThat(replicas(decision)).doesNotContainKey("eu-1");
        assertThat(replicas(decision).get("us-1")).isGreaterThanOrEqualTo(3);
        assertThat(sum(decision)).isEqualTo(6);
    }

    @Test
    void doesNotMoveBackWhenAClusterHeals() {
        var rules = rules(Strategy.DYNAMIC_WEIGHT);
        Previous moved = previous(Map.of("us-1", 6), rules);

        PlacementDecision decision = Scheduler.decide(threeRegions(), deployment(6, rules), moved);

        assertThat(decision.kept()).isTrue();
        assertThat(replicas(decision)).isEqualTo(Map.of("us-1", 6));
        assertThat(decision.leftOut()).hasSize(5);
    }

    @Test
    void dealsAnewWhenAsked() {
        var rules = rules(Strategy.DYNAMIC_WEIGHT).term("", only("us-1", "eu-1"));
        Previous asked =
                new Previous(Map.of("us-1", 6), Set.of(), "", rules.build().fingerprint(), true);

        PlacementDecision decision =
                Scheduler.decide(fleet(cluster("us-1", 4), cluster("eu-1", 10)), deployment(6, rules), asked);

        assertThat(replicas(decision)).isEqualTo(Map.of("us-1", 3, "eu-1", 3));
    }

    @Test
    void triesAffinitiesInOrderAndNeverGoesBackByItself() {
        var rules = rules(Strategy.DUPLICATED).term("primary", only("eu-1")).term("backup", only("us-1"));
        ClusterSnapshot lost = with(threeRegions(), EU_1_LOST);

        PlacementDecision failedOver = Scheduler.decide(lost, deployment(1, rules), Previous.NOTHING);
        PlacementDecision healed =
                Scheduler.decide(threeRegions(), deployment(1, rules), after(failedOver, rules.build()));
        Previous asked = new Previous(Map.of("us-1", 1), Set.of(), "backup", "", true);

        assertThat(failedOver.affinity()).contains("backup");
        assertThat(replicas(healed)).containsOnlyKeys("us-1");
        assertThat(replicas(Scheduler.decide(threeRegions(), deployment(1, rules), asked)))
                .containsOnlyKeys("eu-1");
    }

    @Test
    void honoursSpreadConstraintsWithStaticWeightsAmongTheClustersTheyName() {
        var rules = rules(Strategy.STATIC_WEIGHT)
                .weight(1, "eu-1", "us-1")
                .weight(2, "ap-1")
                .spread(new Spread(Spread.Bounds.of(2, 2), Optional.empty()));

        PlacementDecision decision = Scheduler.decide(threeRegions(), deployment(6, rules), Previous.NOTHING);

        assertThat(replicas(decision)).isEqualTo(Map.of("ap-1", 4, "eu-1", 2));
    }

    @Test
    void placesWhatHasNoReplicasInEverySelectedCluster() {
        var request = new WorkloadRequest(
                "v1/ConfigMap",
                "uid",
                false,
                0,
                Map.of(),
                rules(Strategy.AGGREGATED).build());
        Previous one = new Previous(
                Map.of("eu-1", 0),
                Set.of(),
                "",
                rules(Strategy.AGGREGATED).build().fingerprint(),
                false);

        assertThat(replicas(Scheduler.decide(threeRegions(), request, one))).hasSize(6);
    }

    @Test
    void spreadsOverRegions() {
        var request = deployment(6, rules(Strategy.DYNAMIC_WEIGHT).spread(regions(2, 2)));

        PlacementDecision decision = Scheduler.decide(threeRegions(), request, Previous.NOTHING);

        assertThat(decision.targets().stream()
                        .map(target -> target.cluster().substring(0, 2))
                        .distinct())
                .hasSize(2);
        assertThat(sum(decision)).isEqualTo(6);
    }

    @Test
    void tellsInATableWhereAndWhyNot() {
        var request = deployment(3, rules(Strategy.DUPLICATED).term("", only("eu-1")));

        String table = Explanation.table(
                Scheduler.decide(fleet(cluster("eu-1", 9), cluster("us-1", 9)), request, Previous.NOTHING));

        assertThat(table).isEqualTo("""
                CLUSTER   REPLICAS   SCORE   ROOM   DECIDED BY        WHY
                eu-1      3          0       -      placed            -
                us-1      -          -       -      ClusterAffinity   its name is not listed
                Placed in eu-1 (3); left out: 1 by ClusterAffinity.
                """);
    }

    private static Previous previous(Map<String, Integer> replicas, Fleets.Rules rules) {
        return new Previous(replicas, Set.of(), "", rules.build().fingerprint(), false);
    }

    private static int sum(PlacementDecision decision) {
        return decision.targets().stream()
                .mapToInt(PlacementDecision.Target::replicas)
                .sum();
    }
}
