package dev.flotilla.placement.rebalance;

import static dev.flotilla.placement.rebalance.RebalanceFleet.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelabellingTest {
    private static final String GOLD =
            "\"clusterAffinity\": {\"labelSelector\": {\"matchLabels\": {\"tier\": \"gold\"}}}," + DYNAMIC;
    private static final String RELABELLED = "{\"when\": [\"ClusterRelabelled\"]}";

    private final RebalanceFleet fleet = new RebalanceFleet();

    @Test
    void dealsAnewOnceARelabelledClusterHasBeenSoForTheHoldDown() {
        fleet.policy(GOLD, RELABELLED);
        fleet.ready("eu-1");
        fleet.ready("us-1");
        fleet.label("eu-1", "tier", "gold");
        fleet.deployments(1);
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");
        fleet.world.pass(Duration.ofHours(1));

        fleet.label("us-1", "tier", "gold");
        fleet.pass(Duration.ofMinutes(4));
        assertThat(fleet.clusters(0)).as("too early").isEqualTo("eu-1=4");

        fleet.pass(Duration.ofMinutes(1));
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=2 us-1=2");
        long version = fleet.world.snapshot().resourceVersion();
        fleet.pass(Duration.ofHours(5));
        assertThat(fleet.world.snapshot().resourceVersion())
                .as("it has come to rest")
                .isEqualTo(version);
    }

    @Test
    void aRegionIsReadAsALabelIs() {
        fleet.policy(
                "\"clusterAffinity\": {\"fieldSelector\": {\"matchExpressions\": ["
                        + "{\"key\": \"region\", \"operator\": \"In\", \"values\": [\"eu\"]}]}}," + DYNAMIC,
                RELABELLED);
        fleet.ready("eu-1");
        fleet.ready("eu-2");
        fleet.region("eu-1", "eu");
        fleet.deployments(1);
        fleet.world.pass(Duration.ofHours(1));

        fleet.region("eu-2", "eu");
        fleet.pass(Duration.ofMinutes(5));

        assertThat(fleet.clusters(0)).isEqualTo("eu-1=2 eu-2=2");
    }

    @Test
    void aLabelThatThePlacementDoesNotNameMovesNothing() {
        fleet.policy(DYNAMIC, RELABELLED);
        fleet.ready("eu-1");
        fleet.deployments(1);
        fleet.ready("us-1");
        fleet.world.pass(Duration.ofHours(1));

        fleet.label("us-1", "owner", "somebody");
        fleet.pass(Duration.ofHours(1));

        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");
    }

    @Test
    void aLabelThatKeepsChangingMovesNothing() {
        fleet.policy(GOLD, RELABELLED);
        fleet.ready("eu-1");
        fleet.ready("us-1");
        fleet.label("eu-1", "tier", "gold");
        fleet.deployments(1);
        fleet.world.pass(Duration.ofHours(1));

        for (int turn = 0; turn < 20; turn++) {
            fleet.label("us-1", "tier", turn % 2 == 0 ? "gold" : "lead");
            fleet.pass(Duration.ofMinutes(3));
        }

        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");
    }

    @Test
    void aRelabelledClusterThatIsLostMeanwhileMustHoldAnew() {
        fleet.policy(GOLD, RELABELLED);
        fleet.ready("eu-1");
        fleet.ready("us-1");
        fleet.label("eu-1", "tier", "gold");
        fleet.deployments(1);
        fleet.world.pass(Duration.ofHours(1));
        fleet.label("us-1", "tier", "gold");

        fleet.pass(Duration.ofMinutes(4));
        fleet.ready("us-1");
        fleet.pass(Duration.ofMinutes(4));
        assertThat(fleet.clusters(0)).as("ready for four minutes").isEqualTo("eu-1=4");

        fleet.pass(Duration.ofMinutes(1));
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void aRelabellingMovesAsManyInAnIntervalAsThePolicyAllows() {
        fleet.policy(GOLD, "{\"when\": [\"ClusterRelabelled\"], \"maxMoves\": 2, \"interval\": \"10m\"}");
        fleet.ready("eu-1");
        fleet.ready("us-1");
        fleet.label("eu-1", "tier", "gold");
        fleet.deployments(5);
        fleet.world.pass(Duration.ofHours(1));

        fleet.label("us-1", "tier", "gold");
        fleet.pass(Duration.ofMinutes(14));
        assertThat(fleet.moved(5)).isEqualTo(2);
        fleet.pass(Duration.ofMinutes(10));
        assertThat(fleet.moved(5)).isEqualTo(4);
        fleet.pass(Duration.ofMinutes(10));
        assertThat(fleet.moved(5)).isEqualTo(5);
    }

    @Test
    void aClusterThatNoLongerFitsIsLeftWithoutAnyOccasion() {
        fleet.policy(GOLD, RELABELLED);
        fleet.ready("eu-1");
        fleet.ready("us-1");
        fleet.label("eu-1", "tier", "gold");
        fleet.label("us-1", "tier", "gold");
        fleet.deployments(1);
        assertThat(fleet.clusters(0)).isEqualTo("eu-1=2 us-1=2");

        fleet.label("us-1", "tier", "lead");

        assertThat(fleet.clusters(0)).isEqualTo("eu-1=4");
        assertThat(fleet.world
                        .at(RebalanceFleet.binding(0), "/spec/removing/0/cluster")
                        .asString())
                .isEqualTo("us-1");
        assertThat(fleet.world
                        .at(RebalanceFleet.binding(0), "/spec/removing/0/why")
                        .asString())
                .as("kept until the others are ready")
                .isEqualTo("Moved");
    }

    @Test
    void notesTimesOfLabelsOnlyWhileAPolicyAsks() {
        fleet.policy(GOLD, "{}");
        fleet.ready("eu-1");
        assertThat(fleet.world
                        .at("cluster.karmada.io/clusters//eu-1", "/metadata/annotations")
                        .isMissingNode())
                .isTrue();

        fleet.policy(GOLD, RELABELLED);
        fleet.world.settle();

        assertThat(fleet.world
                        .at("cluster.karmada.io/clusters//eu-1", "/metadata/annotations")
                        .toString())
                .contains("labels-since");
    }
}
