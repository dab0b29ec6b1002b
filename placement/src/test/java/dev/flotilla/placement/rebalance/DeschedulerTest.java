package dev.flotilla.placement.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.placement.binding.World;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeschedulerTest {
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";

    private final World world = new World().run(new Descheduler(Descheduler.PATIENCE));

    @BeforeEach
    void aWorkloadInTwoClusters() {
        policy("""
                "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
                  "weightPreference": {"dynamicWeight": "AvailableReplicas"}}""");
        cluster("eu-1", 100, 0);
        cluster("us-1", 100, 0);
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": 8, "template": {"spec": {"containers": [
                   {"name": "main", "resources": {"requests": {"cpu": "1"}}}]}}}}""");
        world.settle();
        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=4 us-1=4");
    }

    @Test
    void givesToOthersWhatHasBeenPendingForFiveMinutes() {
        cluster("eu-1", 1, 3);
        reports("eu-1", 4, 1);
        pass(4);
        assertThat(world.clusters(BINDING)).as("too early").isEqualTo("eu-1=4 us-1=4");

        pass(1);

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=1 us-1=7");
    }

    @Test
    void takesNoMoreThanPendingPodsCanBe() {
        cluster("eu-1", 1, 2);
        reports("eu-1", 4, 1);
        pass(5);

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2 us-1=6");
    }

    @Test
    void leavesWhatIsNotReadyForAnotherReason() {
        cluster("eu-1", 1, 0);
        reports("eu-1", 4, 1);
        pass(30);

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=4 us-1=4");
    }

    @Test
    void leavesACopyThatIsStillBeingMade() {
        cluster("eu-1", 1, 3);
        reports("eu-1", 1, 1);
        pass(30);

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=4 us-1=4");
    }

    @Test
    void leavesWhatIsDividedByStaticWeights() {
        policy("""
                "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
                  "weightPreference": {"staticWeightList": [
                    {"targetCluster": {"clusterNames": ["eu-1", "us-1"]}, "weight": 1}]}}""");
        world.settle();
        cluster("eu-1", 1, 3);
        reports("eu-1", 4, 1);
        pass(30);

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=4 us-1=4");
    }

    private void pass(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            world.pass(Duration.ofMinutes(1));
            world.settle();
        }
    }

    private void reports(String cluster, int replicas, int ready) {
        world.edit(BINDING, tree -> {
            var item = tree.withObject("/status")
                    .putArray("aggregatedStatus")
                    .addObject()
                    .put("clusterName", cluster)
                    .put("applied", true)
                    .put("health", "Unhealthy")
                    .put("seenAt", world.now.toString());
            item.putObject("status")
                    .put("replicas", replicas)
                    .put("readyReplicas", ready)
                    .put("unavailableReplicas", replicas - ready);
        });
        world.settle();
    }

    private void policy(String placement) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {%s}}}""".formatted(placement));
    }

    /** @param pendingCpus what pods request that no node takes */
    private void cluster(String name, int cpus, int pendingCpus) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "1000", "cpu": "%d"},
                    "allocating": {"cpu": "%d"}}}}""".formatted(name, cpus, pendingCpus));
        world.settle();
    }
}
