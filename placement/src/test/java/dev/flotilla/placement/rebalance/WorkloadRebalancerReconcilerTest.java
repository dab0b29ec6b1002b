package dev.flotilla.placement.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.placement.binding.World;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadRebalancerReconcilerTest {
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";
    private static final String REBALANCER = "apps.karmada.io/workloadrebalancers//monday";

    private final World world = new World().run(new WorkloadRebalancerReconciler());

    @BeforeEach
    void aWorkloadInOneClusterAndAnotherThatJoined() {
        cluster("eu-1");
        deployment("web");
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {"replicaScheduling": {"replicaSchedulingType": "Divided",
                    "replicaDivisionPreference": "Weighted",
                    "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}}}""");
        world.settle();
        cluster("us-1");
        world.settle();
        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=4");
        world.pass(Duration.ofMinutes(1));
    }

    @Test
    void dealsAnewWhatItNamesAndSaysSo() {
        rebalancer("", "web");

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2 us-1=2");
        assertThat(world.at(REBALANCER, "/status/observedWorkloads/0/result").asString())
                .isEqualTo("Successful");
        assertThat(world.at(REBALANCER, "/status/finishTime").asString()).isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    void saysOfWhatHasNoBindingThatItFailed() {
        rebalancer("", "web", "other");

        assertThat(world.at(REBALANCER, "/status/observedWorkloads/1").toString())
                .contains("\"result\":\"Failed\"")
                .contains("\"reason\":\"ReferencedBindingNotFound\"");
        assertThat(world.at(REBALANCER, "/status/finishTime").isMissingNode()).isFalse();
    }

    @Test
    void asksOnceForEachAndForWhatIsNamedLaterAfterThat() {
        rebalancer("", "web");
        int commits = commits();
        world.pass(Duration.ofMinutes(5));
        deployment("late");
        world.settle();
        rebalancer("", "web", "late");

        assertThat(world.at(BINDING, "/spec/rescheduleTriggeredAt").asString())
                .as("not again")
                .isEqualTo("2026-01-01T00:01:00Z");
        assertThat(world.at("work.karmada.io/resourcebindings/shop/late-deployment", "/spec/rescheduleTriggeredAt")
                        .asString())
                .isEqualTo("2026-01-01T00:06:00Z");
        assertThat(commits()).isGreaterThan(commits);
    }

    @Test
    void goesWhenItsTimeIsOver() {
        rebalancer("\"ttlSecondsAfterFinished\": 60,", "web");
        world.pass(Duration.ofSeconds(59));
        world.settle();
        assertThat(world.get(REBALANCER)).isPresent();

        world.pass(Duration.ofSeconds(1));
        world.settle();

        assertThat(world.get(REBALANCER)).isEmpty();
    }

    @Test
    void marksAsManyAtATimeAsACommitMayHold() {
        int many = WorkloadRebalancerReconciler.BATCH + 1;
        String[] names = new String[many];
        for (int number = 0; number < many; number++) {
            names[number] = "w-" + number;
            deployment(names[number]);
        }
        world.settle();
        world.pass(Duration.ofMinutes(1));

        rebalancer("", names);

        assertThat(world.at(REBALANCER, "/status/observedWorkloads").size()).isEqualTo(many);
        assertThat(world.at(REBALANCER, "/status/finishTime").isMissingNode()).isFalse();
    }

    private int commits() {
        return (int) world.snapshot().resourceVersion();
    }

    private void rebalancer(String more, String... workloads) {
        StringBuilder named = new StringBuilder();
        for (String workload : workloads) {
            named.append(named.isEmpty() ? "" : ",").append("""
                    {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "%s"}\
                    """.formatted(workload));
        }
        world.apply("""
                {"apiVersion": "apps.karmada.io/v1alpha1", "kind": "WorkloadRebalancer",
                 "metadata": {"name": "monday"}, "spec": {%s "workloads": [%s]}}""".formatted(more, named));
        world.settle();
    }

    private void deployment(String name) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": 4}}""".formatted(name));
    }

    private void cluster(String name) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "1000"}}}}""".formatted(name));
    }
}
