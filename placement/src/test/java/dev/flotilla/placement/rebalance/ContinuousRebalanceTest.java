package dev.flotilla.placement.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.placement.binding.World;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContinuousRebalanceTest {
    private static final String DYNAMIC = """
            "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}""";
    private static final String TWO_AFFINITIES = """
            "clusterAffinities": [{"affinityName": "home", "clusterNames": ["eu-1"]},
              {"affinityName": "away", "clusterNames": ["us-1"]}],""" + DYNAMIC;

    private static final String GOLD =
            "\"clusterAffinity\": {\"labelSelector\": {\"matchLabels\": {\"tier\": \"gold\"}}}," + DYNAMIC;
    private static final String RELABELLED = "{\"when\": [\"ClusterRelabelled\"]}";

    private final World world = new World();

    ContinuousRebalanceTest() {
        world.run(new ContinuousRebalance(world.catalog()));
        world.run(new LabelKeeper());
    }

    @Test
    void dealsAnewOnceAClusterHasBeenInTheFleetForTheHoldDown() {
        policy(DYNAMIC, "{}");
        ready("eu-1");
        deployments(1);
        world.pass(Duration.ofHours(1));
        ready("us-1");
        assertThat(clusters(0)).isEqualTo("eu-1=4");

        pass(Duration.ofMinutes(4));
        assertThat(clusters(0)).as("too early").isEqualTo("eu-1=4");

        pass(Duration.ofMinutes(1));
        assertThat(clusters(0)).isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void comesToRestAfterwards() {
        dealsAnewOnceAClusterHasBeenInTheFleetForTheHoldDown();
        long version = world.snapshot().resourceVersion();

        pass(Duration.ofDays(1));

        assertThat(world.snapshot().resourceVersion()).isEqualTo(version);
    }

    @Test
    void dealsAsManyInAnIntervalAsThePolicyAllows() {
        policy(DYNAMIC, "{\"maxMoves\": 2, \"interval\": \"10m\"}");
        ready("eu-1");
        deployments(5);
        world.pass(Duration.ofHours(1));
        ready("us-1");

        pass(Duration.ofMinutes(5));
        assertThat(moved(5)).isEqualTo(2);
        gone();
        pass(Duration.ofMinutes(9));
        assertThat(moved(5)).as("still the same interval").isEqualTo(2);
        pass(Duration.ofMinutes(2));
        assertThat(moved(5)).isEqualTo(4);
        gone();
        pass(Duration.ofMinutes(11));
        assertThat(moved(5)).isEqualTo(5);
    }

    @Test
    void waitsWhileCopiesAreOnTheirWayOut() {
        policy("\"clusterAffinity\": {\"exclude\": [\"ap-1\"]}," + DYNAMIC, "{\"maxMoves\": 1, \"interval\": \"1m\"}");
        ready("eu-1");
        ready("ap-1");
        deployments(2);
        world.edit(
                binding(0),
                tree -> tree.withObject("/spec")
                        .putArray("removing")
                        .addObject()
                        .put("cluster", "ap-1")
                        .put("since", "2026-01-01T00:00:00Z")
                        .put("why", "Moved"));
        world.pass(Duration.ofHours(1));
        ready("us-1");

        pass(Duration.ofMinutes(30));
        assertThat(clusters(1)).isEqualTo("eu-1=4");
    }

    @Test
    void doesNothingOnOccasionsThatThePolicyDoesNotName() {
        policy(DYNAMIC, "{\"when\": [\"ClusterRecovered\"]}");
        ready("eu-1");
        deployments(1);
        world.pass(Duration.ofHours(1));
        ready("us-1");
        pass(Duration.ofHours(1));
        assertThat(clusters(0)).as("it joined").isEqualTo("eu-1=4");

        ready("us-1");
        pass(Duration.ofMinutes(5));
        assertThat(clusters(0)).as("it recovered").isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void goesBackToAnEarlierAffinityOnceThatHasHeldForTheHoldDown() {
        policy(TWO_AFFINITIES, "{\"when\": [\"EarlierAffinityFits\"]}");
        ready("us-1");
        deployments(1);
        assertThat(clusters(0)).isEqualTo("us-1=4");

        ready("eu-1");
        pass(Duration.ofMinutes(4));
        assertThat(clusters(0)).as("too early").isEqualTo("us-1=4");

        pass(Duration.ofMinutes(2));
        assertThat(clusters(0)).isEqualTo("eu-1=4");
        assertThat(world.at(binding(0), "/spec/removing/0/cluster").asString()).isEqualTo("us-1");
    }

    @Test
    void staysWithTheLaterAffinityWhileTheEarlierOneHasNoRoom() {
        policy(TWO_AFFINITIES, "{\"when\": [\"EarlierAffinityFits\"]}");
        ready("us-1");
        deployments(1);
        cluster("eu-1", 2);
        long version = world.snapshot().resourceVersion();

        pass(Duration.ofHours(1));

        assertThat(clusters(0)).isEqualTo("us-1=4");
        assertThat(world.snapshot().resourceVersion())
                .as("asking costs no write")
                .isEqualTo(version);
    }

    @Test
    void dealsAnewOnceARelabelledClusterHasBeenSoForTheHoldDown() {
        policy(GOLD, RELABELLED);
        ready("eu-1");
        ready("us-1");
        label("eu-1", "tier", "gold");
        deployments(1);
        assertThat(clusters(0)).isEqualTo("eu-1=4");
        world.pass(Duration.ofHours(1));

        label("us-1", "tier", "gold");
        pass(Duration.ofMinutes(4));
        assertThat(clusters(0)).as("too early").isEqualTo("eu-1=4");

        pass(Duration.ofMinutes(1));
        assertThat(clusters(0)).isEqualTo("eu-1=2 us-1=2");
        long version = world.snapshot().resourceVersion();
        pass(Duration.ofHours(5));
        assertThat(world.snapshot().resourceVersion()).as("it has come to rest").isEqualTo(version);
    }

    @Test
    void aRegionIsReadAsALabelIs() {
        policy(
                "\"clusterAffinity\": {\"fieldSelector\": {\"matchExpressions\": ["
                        + "{\"key\": \"region\", \"operator\": \"In\", \"values\": [\"eu\"]}]}}," + DYNAMIC,
                RELABELLED);
        ready("eu-1");
        ready("eu-2");
        region("eu-1", "eu");
        deployments(1);
        world.pass(Duration.ofHours(1));

        region("eu-2", "eu");
        pass(Duration.ofMinutes(5));

        assertThat(clusters(0)).isEqualTo("eu-1=2 eu-2=2");
    }

    @Test
    void aLabelThatThePlacementDoesNotNameMovesNothing() {
        policy(DYNAMIC, RELABELLED);
        ready("eu-1");
        deployments(1);
        ready("us-1");
        world.pass(Duration.ofHours(1));

        label("us-1", "owner", "somebody");
        pass(Duration.ofHours(1));

        assertThat(clusters(0)).isEqualTo("eu-1=4");
    }

    @Test
    void aLabelThatKeepsChangingMovesNothing() {
        policy(GOLD, RELABELLED);
        ready("eu-1");
        ready("us-1");
        label("eu-1", "tier", "gold");
        deployments(1);
        world.pass(Duration.ofHours(1));

        for (int turn = 0; turn < 20; turn++) {
            label("us-1", "tier", turn % 2 == 0 ? "gold" : "lead");
            pass(Duration.ofMinutes(3));
        }

        assertThat(clusters(0)).isEqualTo("eu-1=4");
    }

    @Test
    void aRelabelledClusterThatIsLostMeanwhileMustHoldAnew() {
        policy(GOLD, RELABELLED);
        ready("eu-1");
        ready("us-1");
        label("eu-1", "tier", "gold");
        deployments(1);
        world.pass(Duration.ofHours(1));
        label("us-1", "tier", "gold");

        pass(Duration.ofMinutes(4));
        ready("us-1");
        pass(Duration.ofMinutes(4));
        assertThat(clusters(0)).as("ready for four minutes").isEqualTo("eu-1=4");

        pass(Duration.ofMinutes(1));
        assertThat(clusters(0)).isEqualTo("eu-1=2 us-1=2");
    }

    @Test
    void aRelabellingMovesAsManyInAnIntervalAsThePolicyAllows() {
        policy(GOLD, "{\"when\": [\"ClusterRelabelled\"], \"maxMoves\": 2, \"interval\": \"10m\"}");
        ready("eu-1");
        ready("us-1");
        label("eu-1", "tier", "gold");
        deployments(5);
        world.pass(Duration.ofHours(1));

        label("us-1", "tier", "gold");
        pass(Duration.ofMinutes(14));
        assertThat(moved(5)).isEqualTo(2);
        pass(Duration.ofMinutes(10));
        assertThat(moved(5)).isEqualTo(4);
        pass(Duration.ofMinutes(10));
        assertThat(moved(5)).isEqualTo(5);
    }

    @Test
    void aClusterThatNoLongerFitsIsLeftWithoutAnyOccasion() {
        policy(GOLD, RELABELLED);
        ready("eu-1");
        ready("us-1");
        label("eu-1", "tier", "gold");
        label("us-1", "tier", "gold");
        deployments(1);
        assertThat(clusters(0)).isEqualTo("eu-1=2 us-1=2");

        label("us-1", "tier", "lead");

        assertThat(clusters(0)).isEqualTo("eu-1=4");
        assertThat(world.at(binding(0), "/spec/removing/0/cluster").asString()).isEqualTo("us-1");
        assertThat(world.at(binding(0), "/spec/removing/0/why").asString())
                .as("kept until the others are ready")
                .isEqualTo("Moved");
    }

    @Test
    void notesTimesOfLabelsOnlyWhileAPolicyAsks() {
        policy(GOLD, "{}");
        ready("eu-1");
        assertThat(world.at("cluster.karmada.io/clusters//eu-1", "/metadata/annotations")
                        .isMissingNode())
                .isTrue();

        policy(GOLD, RELABELLED);
        world.settle();

        assertThat(world.at("cluster.karmada.io/clusters//eu-1", "/metadata/annotations")
                        .toString())
                .contains("labels-since");
    }

    /** In steps, so that what is due at some time is looked at then. */
    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMinutes(1)) {
            world.pass(Duration.ofMinutes(1));
            world.settle();
        }
    }

    /** The members confirm that what had to go is gone. */
    private void gone() {
        world.snapshot()
                .list(dev.flotilla.api.work.BindingKinds.RESOURCE_BINDING)
                .toList()
                .forEach(binding -> world.edit(
                        binding.key().path(), tree -> tree.withObject("/spec").remove("removing")));
        world.settle();
    }

    private long moved(int deployments) {
        return IntStream.range(0, deployments)
                .filter(number -> clusters(number).contains("us-1"))
                .count();
    }

    private String clusters(int deployment) {
        return world.clusters(binding(deployment));
    }

    private static String binding(int deployment) {
        return "work.karmada.io/resourcebindings/shop/w-" + deployment + "-deployment";
    }

    private void policy(String placement, String rebalance) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {%s}, "rebalance": %s}}""".formatted(placement, rebalance));
    }

    private void deployments(int count) {
        for (int number = 0; number < count; number++) {
            world.apply("""
                    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "w-%d", "namespace": "shop"},
                     "spec": {"replicas": 4}}""".formatted(number));
        }
        world.settle();
    }

    private void label(String cluster, String label, String value) {
        world.edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> tree.withObject("/metadata")
                        .withObjectProperty("labels")
                        .put(label, value));
        world.settle();
    }

    private void region(String cluster, String region) {
        world.edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> tree.withObject("/spec").put("region", region));
        world.settle();
    }

    private void ready(String name) {
        cluster(name, 1000);
    }

    /** Ready as of now. */
    private void cluster(String name, int pods) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {
                  "conditions": [{"type": "Ready", "status": "True", "reason": "ClusterReady", "message": "",
                    "lastTransitionTime": "%s"}],
                  "apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "%d"}}}}""".formatted(name, world.now, pods));
        world.settle();
    }
}
