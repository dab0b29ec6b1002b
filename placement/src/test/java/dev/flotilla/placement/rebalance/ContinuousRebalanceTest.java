package dev.flotilla.placement.rebalance;

import static dev.flotilla.placement.rebalance.RebalanceFleet.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContinuousRebalanceTest {
    private static final String TWO_AFFINITIES = """
            "clusterAffinities": [{"affinityName": "home", "clusterNames": ["eu-1"]},
              {"affinityName": "away", "clusterNames": ["us-1"]}],""" + DYNAMIC;

    private final RebalanceFleet fleet = new RebalanceFleet();

    /** A Deployment by the room there is, when eu-1 was the only cluster. */
    private void dealtAnHourAgo(String rebalance) {
        fleet.policy(DYNAMIC, rebalance);
        fleet.ready("eu-1");
        fleet.deployments(1);
        fleet.world.pass(Duration.ofHours(1));
    }

    @Test
    void dealsAnewOnceAClusterHasBeenInTheFleetForTheHoldDown() {
        dealtAnHourAgo("{}");
        fleet.ready("us-1");
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");

        fleet.pass(Duration.ofMinutes(4));
        assertThat(fleet.clusters(0)).as("too early").isEqualTo("eu-1=4");

        fleet.pass(Duration.ofMinutes(1));
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void aClusterThatTakesLongerThanTheHoldDownToBecomeReadyIsStillJoining() {
        fleet.policy(DYNAMIC, "{\"when\": [\"ClusterJoined\"], \"holdDown\": \"5s\"}");
        fleet.ready("eu-1");
        fleet.deployments(1);
        fleet.world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "us-1"},
                 "spec": {"syncMode": "Push"}}""");
        fleet.world.pass(Duration.ofSeconds(30));
        fleet.ready("us-1");

        fleet.pass(Duration.ofSeconds(20));

        assertThat(fleet.clusters(0)).isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void aClusterIsNotDealtToWhileItsHealthStillKeepsWorkloadsOff() {
        dealtAnHourAgo("{\"holdDown\": \"1s\", \"interval\": \"1m\"}");
        fleet.cluster(
                "us-1",
                1000,
                tree -> tree.withObject("/spec")
                        .putArray("taints")
                        .addObject()
                        .put("key", "cluster.karmada.io/not-ready")
                        .put("effect", "NoSchedule"));
        fleet.pass(Duration.ofMinutes(2));
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");

        fleet.world.edit(
                "cluster.karmada.io/clusters//us-1",
                tree -> tree.withObject("/spec").remove("taints"));
        fleet.world.settle();
        fleet.pass(Duration.ofMinutes(2));

        assertThat(fleet.moved(1)).isEqualTo(1);
    }

    @Test
    void aClusterIsNotDealtToBeforeItHasToldWhatItHas() {
        dealtAnHourAgo("{\"holdDown\": \"1s\", \"interval\": \"1m\"}");
        fleet.cluster("us-1", 1000, tree -> tree.withObject("/status").remove("resourceSummary"));
        fleet.world.pass(Duration.ofSeconds(30));
        fleet.world.settle();
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");

        fleet.world.edit(
                "cluster.karmada.io/clusters//us-1",
                tree -> tree.withObject("/status/resourceSummary/allocatable").put("pods", "1000"));
        fleet.world.settle();
        fleet.pass(Duration.ofMinutes(2));

        assertThat(fleet.moved(1)).isEqualTo(1);
    }

    @Test
    void comesToRestAfterwards() {
        dealsAnewOnceAClusterHasBeenInTheFleetForTheHoldDown();
        long version = fleet.world.snapshot().resourceVersion();

        fleet.pass(Duration.ofDays(1));

        assertThat(fleet.world.snapshot().resourceVersion()).isEqualTo(version);
    }

    @Test
    void dealsAsManyInAnIntervalAsThePolicyAllows() {
        fleet.policy(DYNAMIC, "{\"maxMoves\": 2, \"interval\": \"10m\"}");
        fleet.ready("eu-1");
        fleet.deployments(5);
        fleet.world.pass(Duration.ofHours(1));
        fleet.ready("us-1");

        fleet.pass(Duration.ofMinutes(5));
        assertThat(fleet.moved(5)).isEqualTo(2);
        fleet.gone();
        fleet.pass(Duration.ofMinutes(9));
        assertThat(fleet.moved(5)).as("still the same interval").isEqualTo(2);
        fleet.pass(Duration.ofMinutes(2));
        assertThat(fleet.moved(5)).isEqualTo(4);
        fleet.gone();
        fleet.pass(Duration.ofMinutes(11));
        assertThat(fleet.moved(5)).isEqualTo(5);
    }

    @Test
    void waitsWhileCopiesAreOnTheirWayOut() {
        fleet.policy(
                "\"clusterAffinity\": {\"exclude\": [\"ap-1\"]}," + DYNAMIC, "{\"maxMoves\": 1, \"interval\": \"1m\"}");
        fleet.ready("eu-1");
        fleet.ready("ap-1");
        fleet.deployments(2);
        fleet.world.edit(
                RebalanceFleet.binding(0),
                tree -> tree.withObject("/spec")
                        .putArray("removing")
                        .addObject()
                        .put("cluster", "ap-1")
                        .put("since", "2026-01-01T00:00:00Z")
                        .put("why", "Moved"));
        fleet.world.pass(Duration.ofHours(1));
        fleet.ready("us-1");

        fleet.pass(Duration.ofMinutes(30));
        assertThat(fleet.clusters(1)).isEqualTo("eu-1=4");
    }

    @Test
    void doesNothingOnOccasionsThatThePolicyDoesNotName() {
        fleet.policy(DYNAMIC, "{\"when\": [\"ClusterRecovered\"]}");
        fleet.ready("eu-1");
        fleet.deployments(1);
        fleet.world.pass(Duration.ofHours(1));
        fleet.ready("us-1");
        fleet.pass(Duration.ofHours(1));
        assertThat(fleet.clusters(0)).as("it joined").isEqualTo("eu-1=4");

        fleet.ready("us-1");
        fleet.pass(Duration.ofMinutes(5));
        assertThat(fleet.clusters(0)).as("it recovered").isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void goesBackToAnEarlierAffinityOnceThatHasHeldForTheHoldDown() {
        fleet.policy(TWO_AFFINITIES, "{\"when\": [\"EarlierAffinityFits\"]}");
        fleet.ready("us-1");
        fleet.deployments(1);
        assertThat(fleet.clusters(0)).isEqualTo("us-1=4");

        fleet.ready("eu-1");
        fleet.pass(Duration.ofMinutes(4));
        assertThat(fleet.clusters(0)).as("too early").isEqualTo("us-1=4");

        fleet.pass(Duration.ofMinutes(2));
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");
        assertThat(fleet.world
                        .at(RebalanceFleet.binding(0), "/spec/removing/0/cluster")
                        .asString())
                .isEqualTo("us-1");
    }

    @Test
    void staysWithTheLaterAffinityWhileTheEarlierOneHasNoRoom() {
        fleet.policy(TWO_AFFINITIES, "{\"when\": [\"EarlierAffinityFits\"]}");
        fleet.ready("us-1");
        fleet.deployments(1);
        fleet.cluster("eu-1", 2);
        long version = fleet.world.snapshot().resourceVersion();

        fleet.pass(Duration.ofHours(1));

        assertThat(fleet.clusters(0)).isEqualTo("us-1=4");
        assertThat(fleet.world.snapshot().resourceVersion())
                .as("asking costs no write")
                .isEqualTo(version);
    }
}
