package dev.flotilla.placement.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.binding.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadAffinityTest {
    private final World world = new World();

    @BeforeEach
    void threeClusters() {
        cluster("ap-1");
        cluster("eu-1");
        cluster("us-1");
    }

    @Test
    void workloadsOfAnAntiAffinityGroupKeepApart() {
        policy("antiAffinity");
        deployment("shop", "one", "tier-1");
        deployment("shop", "two", "tier-1");
        deployment("shop", "three", "tier-1");
        deployment("shop", "four", "tier-1");

        assertThat(world.clusters(binding("shop", "one"))).isEqualTo("ap-1=1");
        assertThat(world.clusters(binding("shop", "two"))).isEqualTo("eu-1=1");
        assertThat(world.clusters(binding("shop", "three"))).isEqualTo("us-1=1");
        assertThat(world.clusters(binding("shop", "four"))).isEmpty();
        assertThat(world.at(binding("shop", "four"), "/status/conditions/0/message")
                        .asString())
                .isEqualTo("0/3 clusters are available: 3 cluster(s) had a workload of the anti-affinity group.");
    }

    @Test
    void oneThatWaitsForItComesWhereAPeerHasGone() {
        policy("antiAffinity");
        for (String name : new String[] {"one", "two", "three", "four"}) {
            deployment("shop", name, "tier-1");
        }

        world.delete("apps/deployments/shop/two");
        world.settle();
        world.edit(binding("shop", "two"), tree -> tree.withObject("/spec").putArray("removing"));
        world.settle();

        assertThat(world.clusters(binding("shop", "four"))).isEqualTo("eu-1=1");
    }

    @Test
    void workloadsOfAnAffinityGroupGoWhereTheFirstIs() {
        policy("affinity");
        deployment("shop", "one", "a");
        world.edit(
                "cluster.karmada.io/clusters//ap-1",
                tree -> tree.withObject("/status/resourceSummary/allocatable").put("pods", "2"));
        deployment("shop", "two", "a");
        deployment("shop", "other", "b");

        assertThat(world.clusters(binding("shop", "two"))).isEqualTo("ap-1=1");
        assertThat(world.at(binding("shop", "two"), "/spec/workloadAffinityGroups")
                        .toString())
                .isEqualTo("{\"affinityGroup\":\"group=a\"}");
        assertThat(world.clusters(binding("shop", "other"))).isEqualTo("eu-1=1");
    }

    @Test
    void namespacesDoNotMix() {
        policy("antiAffinity");
        deployment("shop", "one", "tier-1");
        deployment("shop", "two", "tier-1");
        deployment("shop", "three", "tier-1");
        deployment("bank", "one", "tier-1");

        assertThat(world.clusters(binding("bank", "one"))).isNotEmpty();
    }

    @Test
    void ofTwoThatAreDecidedAtOnceTheSecondIsRefused() {
        policy("antiAffinity");
        world.apply(template("shop", "one", "tier-1"));
        world.apply(template("shop", "two", "tier-1"));
        Snapshot seen = world.snapshot();
        Decision one = world.placementDecision(seen, ObjectKey.parse("apps/deployments/shop/one"));
        Decision two = world.placementDecision(seen, ObjectKey.parse("apps/deployments/shop/two"));

        world.commit(one.effects());

        assertThat(world.commit(two.effects()))
                .isInstanceOfSatisfying(
                        CommitOutcome.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("a workload of its anti-affinity group has come to cluster ap-1"));
    }

    private void policy(String affinity) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterPropagationPolicy",
                 "metadata": {"name": "all"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {"workloadAffinity": {"%s": {"groupByLabelKey": "group"}},
                    "replicaScheduling": {"replicaSchedulingType": "Divided",
                    "replicaDivisionPreference": "Aggregated"}}}}""".formatted(affinity));
        world.settle();
    }

    private void deployment(String namespace, String name, String group) {
        world.apply(template(namespace, name, group));
        world.settle();
    }

    private static String template(String namespace, String name, String group) {
        return """
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "metadata": {"name": "%s", "namespace": "%s", "labels": {"group": "%s"}},
                 "spec": {"replicas": 1}}""".formatted(name, namespace, group);
    }

    private static String binding(String namespace, String name) {
        return "work.karmada.io/resourcebindings/" + namespace + "/" + name + "-deployment";
    }

    private void cluster(String name) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "100"}}}}""".formatted(name));
        world.settle();
    }
}
