package dev.flotilla.placement.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PlacementReconcilerTest {
    private static final String WEB = "apps/deployments/shop/web";
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";
    private static final String POLICY = "policy.karmada.io/propagationpolicies/shop/web";
    private static final String DUPLICATED = "{}";
    private static final String DIVIDED = """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""";

    private final World world = new World();

    @BeforeEach
    void threeClusters() {
        for (String name : List.of("eu-1", "us-1", "ap-1")) {
            cluster(name, "[]", 10);
        }
        world.settle();
    }

    @Test
    void bindsWhatAPolicySelects() {
        policy("web", DIVIDED, "");
        deployment(6);

        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=2 eu-1=2 us-1=2");
        assertThat(world.at(BINDING, "/spec/replicas").asInt()).isEqualTo(6);
        assertThat(world.at(BINDING, "/spec/replicaRequirements/resourceRequest/cpu")
                        .asString())
                .isEqualTo("250m");
        assertThat(world.at(BINDING, "/metadata/finalizers/0").asString()).isEqualTo("flotilla.dev/removal");
        assertThat(world.at(BINDING, "/metadata/ownerReferences/0/uid").asString())
                .isEqualTo(world.at(WEB, "/metadata/uid").asString());
        assertThat(condition("status")).isEqualTo("True");
        assertThat(condition("message")).isEqualTo("Placed in ap-1 (2), eu-1 (2), us-1 (2).");
        assertThat(world.at(BINDING, "/status/schedulerObservedGeneration").asLong())
                .isEqualTo(world.at(BINDING, "/metadata/generation").asLong());
    }

    @Test
    void claimsTheTemplateAndItsBindingForThePolicy() {
        policy("web", DUPLICATED, "");
        deployment(1);

        world.settle();

        String id = world.at(POLICY, "/metadata/uid").asString();
        for (String path : List.of(WEB, BINDING)) {
            assertThat(world.at(path, "/metadata/labels/propagationpolicy.karmada.io~1permanent-id")
                            .asString())
                    .isEqualTo(id);
            assertThat(world.at(path, "/metadata/annotations/propagationpolicy.karmada.io~1name")
                            .asString())
                    .isEqualTo("web");
        }
    }

    @Test
    void comesToRestAndStaysThere() {
        policy("web", DIVIDED, "");
        deployment(6);
        world.settle();
        int before = world.commitsMade;

        world.edit(WEB, tree -> tree.withObject("/status").put("readyReplicas", 6));
        cluster("eu-1", "[]", 10);
        world.settle();

        assertThat(world.commitsMade).isEqualTo(before);
        world.keys()
                .forEach(key -> assertThat(world.placement
                                .decide(world.snapshot(), key, world.now)
                                .effects())
                        .as(key.path())
                        .isEmpty());
    }

    @Test
    void bindsInOneCommit() {
        policy("web", DIVIDED, "");
        deployment(6);

        world.settle();

        assertThat(world.commitsMade).isEqualTo(1);
    }

    @Test
    void scalesUpWithoutTakingAnythingAway() {
        policy("web", DIVIDED, "");
        deployment(3);
        world.settle();

        deployment(9);
        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=3 eu-1=3 us-1=3");
    }

    @Test
    void marksForRemovalWhatAWorkloadLeaves() {
        policy("web", DUPLICATED, "");
        deployment(2);
        world.settle();

        policy("web", "{\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}}", "");
        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("us-1=2");
        assertThat(world.removing(BINDING)).isEqualTo("ap-1:Moved eu-1:Moved");
    }

    @Test
    void takesAClusterBackInsteadOfRemovingAndCreatingItsCopy() {
        marksForRemovalWhatAWorkloadLeaves();

        policy("web", DUPLICATED, "");
        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=2 eu-1=2 us-1=2");
        assertThat(world.removing(BINDING)).isEmpty();
    }

    @Test
    void leavesEveryClusterWhenTheTemplateIsDeleted() {
        policy("web", DUPLICATED, "");
        deployment(1);
        world.settle();

        world.delete(WEB);
        world.settle();

        assertThat(world.clusters(BINDING)).isEmpty();
        assertThat(world.removing(BINDING)).isEqualTo("ap-1:TemplateDeleted eu-1:TemplateDeleted us-1:TemplateDeleted");
        assertThat(world.at(BINDING, "/metadata/deletionTimestamp").asString()).isNotEmpty();
    }

    @Test
    void keepsWhatRunsWhenThePolicyIsDeleted() {
        policy("web", DUPLICATED, "");
        deployment(1);
        world.settle();

        world.delete(POLICY);
        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=1 eu-1=1 us-1=1");
        assertThat(world.get(WEB).orElseThrow().at("/metadata/labels").toString())
                .doesNotContain("permanent-id");
        assertThat(world.at(BINDING, "/metadata/annotations").toString())
                .doesNotContain("propagationpolicy.karmada.io");
    }

    @Test
    void placesInAClusterThatJoins() {
        policy("web", DUPLICATED, "");
        deployment(1);
        world.settle();

        cluster("us-2", "[]", 10);
        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=1 eu-1=1 us-1=1 us-2=1");
    }

    @Test
    void replacesWhatIsEvictedAndDoesNotMoveBack() {
        policy("web", DIVIDED, "");
        deployment(6);
        world.settle();

        cluster("eu-1", "[{\"key\": \"cluster.karmada.io/unreachable\", \"effect\": \"NoExecute\"}]", 10);
        world.edit(BINDING, PlacementReconcilerTest::evictFromEu);
        world.settle();
        String moved = world.clusters(BINDING);
        cluster("eu-1", "[]", 10);
        world.edit(BINDING, tree -> tree.withObject("/spec").remove("gracefulEvictionTasks"));
        world.settle();

        assertThat(moved).isEqualTo("ap-1=3 us-1=3");
        assertThat(world.clusters(BINDING)).isEqualTo(moved);
        assertThat(world.removing(BINDING)).isEqualTo("eu-1:Evicted");
    }

    private static void evictFromEu(ObjectNode tree) {
        ObjectNode spec = tree.withObject("/spec");
        spec.withArray("/clusters").remove(1);
        spec.withArray("/gracefulEvictionTasks")
                .addObject()
                .put("fromCluster", "eu-1")
                .put("reason", "TaintUntolerated")
                .put("producer", "test");
        spec.withArray("/removing").addObject().put("cluster", "eu-1").put("why", "Evicted");
    }

    @Test
    void saysWhyNothingFitsAndPlacesOnceSomethingDoes() {
        policy("web", "{\"clusterAffinity\": {\"clusterNames\": [\"mars-1\"]}}", "");
        deployment(1);
        world.settle();
        String refused = condition("reason") + ": " + condition("message");

        cluster("mars-1", "[]", 10);
        world.settle();

        assertThat(refused)
                .isEqualTo("NoClusterFit: 0/3 clusters are available: 3 cluster(s) did not match the placement"
                        + " cluster affinity constraint.");
        assertThat(world.clusters(BINDING)).isEqualTo("mars-1=1");
        assertThat(condition("status")).isEqualTo("True");
    }

    @Test
    void retriesWhenCapacityGrows() {
        policy("web", DIVIDED, "");
        deployment(60);
        world.settle();
        String refused = condition("reason");

        cluster("eu-1", "[]", 100);
        world.settle();

        assertThat(refused).isEqualTo("Unschedulable");
        assertThat(condition("status")).isEqualTo("True");
    }

    @Test
    void prefersTheHigherPriorityThenTheMoreSpecificThenTheName() {
        policy("by-kind", DUPLICATED, "");
        world.edit(
                POLICY.replace("/web", "/by-kind"),
                tree -> tree.withObject("/spec/resourceSelectors/0").remove("name"));
        policy("z-named", DUPLICATED, "");
        policy("a-low", DUPLICATED, ", \"priority\": -1");

        deployment(1);
        world.settle();

        assertThat(claimant()).isEqualTo("z-named");
    }

    @Test
    void aClaimStaysWhenABetterPolicyAppearsUnlessThatPreempts() {
        policy("web", DUPLICATED, "");
        deployment(1);
        world.settle();

        policy("better", DUPLICATED, ", \"priority\": 5");
        world.settle();
        String stayed = claimant();
        policy("taking", DUPLICATED, ", \"priority\": 6, \"preemption\": \"Always\"");
        world.settle();

        assertThat(stayed).isEqualTo("web");
        assertThat(claimant()).isEqualTo("taking");
    }

    @Test
    void aClusterPolicyServesWhereNoOtherDoes() {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterPropagationPolicy",
                 "metadata": {"name": "all"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}], "placement": {}}}""");
        deployment(1);

        world.settle();

        assertThat(world.at(WEB, "/metadata/annotations/clusterpropagationpolicy.karmada.io~1name")
                        .asString())
                .isEqualTo("all");
    }

    @Test
    void aLazyPolicyWaitsForTheTemplatesNextChange() {
        deployment(1);
        world.settle();
        policy("web", DUPLICATED, ", \"activationPreference\": \"Lazy\"");
        world.settle();
        boolean atOnce = world.get(BINDING).isPresent();

        deployment(2);
        world.settle();
        String first = world.clusters(BINDING);
        policy("web", "{\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}}", ", \"activationPreference\": \"Lazy\"");
        world.edit(WEB, tree -> tree.withObject("/status").put("readyReplicas", 2));
        world.settle();
        String afterPolicy = world.clusters(BINDING);
        deployment(3);
        world.settle();

        assertThat(atOnce).isFalse();
        assertThat(first).isEqualTo("ap-1=2 eu-1=2 us-1=2");
        assertThat(afterPolicy).isEqualTo(first);
        assertThat(world.clusters(BINDING)).isEqualTo("us-1=3");
    }

    @Test
    void waitsForTheOverridesAPolicyDependsOn() {
        policy("web", DUPLICATED, ", \"dependentOverrides\": [\"needed\"]");
        deployment(1);
        world.settle();
        boolean before = world.get(BINDING).isPresent();

        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "OverridePolicy",
                 "metadata": {"name": "needed", "namespace": "shop"}, "spec": {}}""");
        world.settle();

        assertThat(before).isFalse();
        assertThat(world.get(BINDING)).isPresent();
    }

    @Test
    void namesAPriorityClassThatDoesNotExist() {
        policy("web", DUPLICATED, """
                , "schedulePriority": {"priorityClassSource": "KubePriorityClass", "priorityClassName": "gold"}""");
        deployment(1);
        world.settle();
        String refused = condition("message");

        world.apply("""
                {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "gold"},
                 "value": 1000}""");
        world.settle();

        assertThat(refused).startsWith("PriorityClass gold of PropagationPolicy shop/web does not exist");
        assertThat(world.at(BINDING, "/spec/schedulePriority/priority").asInt()).isEqualTo(1000);
        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=1 eu-1=1 us-1=1");
    }

    @Test
    void dealsAnewOnceWhenSomeoneAsks() {
        policy("web", DIVIDED, "");
        deployment(6);
        world.settle();
        cluster("us-2", "[]", 60);
        world.settle();
        String before = world.clusters(BINDING);

        world.edit(BINDING, tree -> tree.withObject("/spec").put("rescheduleTriggeredAt", world.now.toString()));
        world.settle();
        String after = world.clusters(BINDING);
        world.pass(Duration.ofMinutes(1));
        cluster("us-3", "[]", 500);
        world.settle();

        assertThat(before).isEqualTo("ap-1=2 eu-1=2 us-1=2");
        assertThat(after).contains("us-2=");
        assertThat(world.clusters(BINDING)).isEqualTo(after);
        assertThat(Instant.parse(world.at(BINDING, "/status/lastScheduledTime").asString()))
                .isAfter(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void leavesAParkedBindingWhereItIs() {
        policy("web", DUPLICATED, "");
        deployment(1);
        world.settle();

        world.edit(
                BINDING,
                tree -> tree.withObject("/spec").putObject("suspension").put("scheduling", true));
        cluster("us-2", "[]", 10);
        deployment(4);
        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=1 eu-1=1 us-1=1");
    }

    @Test
    void sendsNamespacesEverywhereButReservedAndOptedOutOnes() {
        for (String name : List.of("shop", "default", "kube-system", "karmada-es-eu-1")) {
            world.apply("""
                    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name));
        }
        world.apply("""
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "private",
                 "labels": {"namespace.karmada.io/skip-auto-propagation": "true"}}}""");
        cluster("eu-1", "[{\"key\": \"any\", \"effect\": \"NoSchedule\"}]", 10);

        world.settle();

        String bindings = "work.karmada.io/clusterresourcebindings//";
        assertThat(world.clusters(bindings + "shop-namespace")).isEqualTo("ap-1=0 eu-1=0 us-1=0");
        for (String name : List.of("default", "kube-system", "karmada-es-eu-1", "private")) {
            assertThat(world.get(bindings + name + "-namespace")).as(name).isEmpty();
        }
    }

    @Test
    void bindsAgainATemplateThatWasReplacedByOneOfTheSameName() {
        policy("web", DUPLICATED, "");
        deployment(1);
        world.settle();
        world.delete(WEB);
        deployment(1);

        world.settle();

        assertThat(world.clusters(BINDING)).isEqualTo("ap-1=1 eu-1=1 us-1=1");
        assertThat(world.at(BINDING, "/spec/resource/uid").asString())
                .isEqualTo(world.at(WEB, "/metadata/uid").asString());
    }

    @Test
    void explainsWithoutChangingAnything() {
        policy("web", "{\"clusterAffinity\": {\"exclude\": [\"eu-1\"]}}", "");
        deployment(1);
        world.settle();

        var explained = world.placement.explain(world.snapshot(), ObjectKey.parse(WEB));

        assertThat(explained.orElseThrow().decision().leftOut())
                .extracting(exclusion -> exclusion.cluster() + ": " + exclusion.reason())
                .containsExactly("eu-1: it is excluded by name");
    }

    private String condition(String field) {
        return world.at(BINDING, "/status/conditions/0/" + field).asString();
    }

    private String claimant() {
        return world.at(WEB, "/metadata/annotations/propagationpolicy.karmada.io~1name")
                .asString();
    }

    private void deployment(int replicas) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"containers": [
                   {"name": "c", "resources": {"requests": {"cpu": "0.25"}}}]}}}}""".formatted(replicas));
    }

    private void policy(String name, String placement, String more) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}],
                  "placement": %s%s}}""".formatted(name, placement, more));
    }

    private void cluster(String name, String taints, int pods) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push", "region": "%s", "taints": %s},
                 "status": {"apiEnablements": [
                   {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]},
                   {"groupVersion": "v1", "resources": [{"name": "namespaces", "kind": "Namespace"}]}],
                  "resourceSummary": {"allocatable": {"cpu": "64", "pods": "%d"}}}}""".formatted(name, name.substring(0, 2), taints, pods));
    }
}
