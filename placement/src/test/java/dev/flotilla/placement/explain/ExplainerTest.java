package dev.flotilla.placement.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.placement.binding.World;
import dev.flotilla.placement.explain.WorkloadExplanation.ClusterVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ExplainerTest {
    private static final String WEB = "apps/deployments/shop/web";
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";
    private static final String DIVIDED = """
            {"spreadConstraints": [{"spreadByField": "region", "minGroups": 2, "maxGroups": 2},
               {"spreadByField": "cluster", "minGroups": 2, "maxGroups": 3}],
             "clusterAffinity": {"exclude": ["sa-1"]},
             "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""";

    private final World world = new World();

    @Test
    void tellsWhereAWorkloadIsAndWhyNotElsewhere() {
        fleet();
        policy("web", DIVIDED);
        deployment(6);
        world.settle();

        assertThat(text()).isEqualTo(golden("placed.txt"));
    }

    @Test
    void tellsWhatLeavesAndWhatHoldsIt() {
        fleet();
        policy("web", DIVIDED);
        deployment(6);
        world.settle();
        world.edit(BINDING, ExplainerTest::evictFromEurope);
        world.settle();

        assertThat(text()).isEqualTo(golden("leaving.txt"));
    }

    @Test
    void namesEveryFilterThatRefuses() {
        cluster("eu-1", "eu", 10, "[{\"key\": \"example.com/full\", \"effect\": \"NoSchedule\"}]", "StatefulSet");
        cluster("us-1", "us", 10, "[]", "Deployment");
        policy("web", "{\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}}");
        deployment(1);
        world.settle();

        ClusterVerdict verdict = explain().clusters().getFirst();

        assertThat(verdict.decidedBy()).isEqualTo("APIEnablement");
        assertThat(verdict.why())
                .isEqualTo("the cluster does not serve apps/v1/Deployment; TaintToleration: the taint"
                        + " example.com/full:NoSchedule is not tolerated; ClusterAffinity: it is not among the clusters"
                        + " named");
        assertThat(verdict.filters()).filteredOn(filter -> !filter.passed()).hasSize(3);
    }

    @Test
    void showsWhatIsHeldWhenTheSchedulerWouldDecideOtherwise() {
        fleet();
        policy("web", "{\"clusterAffinity\": {\"clusterNames\": [\"eu-1\"]}}");
        deployment(2);
        world.settle();
        policy("web", "{\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}}");

        WorkloadExplanation explanation = explain();

        assertThat(explanation.where()).isEqualTo("eu-1:2");
        assertThat(explanation.asDecided()).isFalse();
        assertThat(ExplanationText.of(explanation))
                .contains("but now      the scheduler would decide otherwise: Placed in us-1 (2)")
                .contains("the scheduler would take it from here: it is not among the clusters named")
                .contains("the scheduler would place 2 here now");
    }

    @Test
    void saysWhereItWouldGoIfItWereDealtAnew() {
        fleet();
        policy("web", DIVIDED);
        deployment(6);
        world.settle();
        cluster("ap-2", "ap", 500, "[]", "Deployment");
        world.settle();

        WorkloadExplanation explanation = explain();

        assertThat(explanation.asDecided()).isTrue();
        assertThat(explanation.dealtAnew()).contains("ap-2");
    }

    @Test
    void namesThePoliciesThatWerePassedOver() {
        fleet();
        policy("web", "{}");
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterPropagationPolicy",
                 "metadata": {"name": "all"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}], "placement": {}}}""");
        deployment(1);
        world.settle();

        var choice = Optional.ofNullable(explain().policy()).orElseThrow();

        assertThat(choice.policy()).isEqualTo("PropagationPolicy shop/web");
        assertThat(choice.why()).isEqualTo("it selects by name and has claimed it; priority 0");
        assertThat(choice.passedOver())
                .extracting(other -> other.policy() + ": " + other.why())
                .containsExactly("ClusterPropagationPolicy all: it does not preempt, and the template is claimed");
    }

    @Test
    void saysWhenNoPolicySelectsIt() {
        fleet();
        deployment(1);
        world.settle();

        WorkloadExplanation explanation = explain();

        assertThat(explanation.now()).isEqualTo("No policy selects it: it stays in the hub.");
        assertThat(explanation.clusters())
                .hasSize(5)
                .extracting(ClusterVerdict::decidedBy)
                .containsOnly("Policy");
    }

    @Test
    void saysThatSchedulingIsSuspended() {
        fleet();
        policy("web", "{}");
        deployment(1);
        world.settle();
        world.edit(BINDING, tree -> tree.withObject("/spec/suspension").put("scheduling", true));

        assertThat(explain().waiting()).singleElement().asString().startsWith("the hub does not schedule it");
    }

    private static void evictFromEurope(ObjectNode tree) {
        ObjectNode spec = tree.withObject("/spec");
        spec.withArrayProperty("clusters").remove(1);
        spec.withArrayProperty("gracefulEvictionTasks")
                .addObject()
                .put("fromCluster", "eu-1")
                .put("reason", "TaintUntolerated")
                .put("message", "cluster eu-1 has the untolerated taint cluster.karmada.io/not-ready:NoExecute")
                .put("producer", "flotilla-eviction")
                .put("creationTimestamp", "2026-01-01T00:00:00Z");
        spec.withArrayProperty("removing")
                .addObject()
                .put("cluster", "eu-1")
                .put("since", "2026-01-01T00:00:00Z")
                .put("why", "Evicted");
    }

    private WorkloadExplanation explain() {
        return new Explainer()
                .explain(
                        world.snapshot(),
                        ObjectKey.parse(WEB),
                        (spec, status, removal) -> Optional.of("waiting until it is ready in "
                                + spec.clusters().getFirst().name()))
                .orElseThrow();
    }

    private String text() {
        return ExplanationText.of(explain());
    }

    private static String golden(String name) {
        try (InputStream file = ExplainerTest.class.getResourceAsStream("/ExplainerTest/" + name)) {
            return new String(Optional.ofNullable(file).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new AssertionError(name, unreadable);
        }
    }

    private void fleet() {
        cluster("ap-1", "ap", 8, "[]", "Deployment");
        cluster("eu-1", "eu", 20, "[]", "Deployment");
        cluster("eu-2", "eu", 4, "[{\"key\": \"example.com/full\", \"effect\": \"NoSchedule\"}]", "Deployment");
        cluster("sa-1", "sa", 50, "[]", "Deployment");
        cluster("us-1", "us", 10, "[]", "Deployment");
    }

    private void deployment(int replicas) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"containers": [{"name": "c"}]}}}}""".formatted(replicas));
    }

    private void policy(String name, String placement) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}],
                  "placement": %s}}""".formatted(name, placement));
    }

    private void cluster(String name, String region, int pods, String taints, String kind) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push", "region": "%s", "taints": %s},
                 "status": {"apiEnablements": [
                   {"groupVersion": "apps/v1", "resources": [{"name": "x", "kind": "%s"}]}],
                  "resourceSummary": {"allocatable": {"cpu": "64", "pods": "%d"}}}}""".formatted(name, region, taints, kind, pods));
    }
}
