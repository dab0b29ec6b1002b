package dev.flotilla.placement.rebalance;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.binding.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Clusters that come, go and are relabelled, and Deployments of four replicas under one policy that may rebalance. */
final class RebalanceFleet {
    static final String DYNAMIC = """
            "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}""";

    final World world = new World();

    RebalanceFleet() {
        world.run(new ContinuousRebalance(world.catalog()));
        world.run(new LabelKeeper());
    }

    /** In steps, so that what is due at some time is looked at then. */
    void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMinutes(1)) {
            world.pass(Duration.ofMinutes(1));
            world.settle();
        }
    }

    /** The members confirm that what had to go is gone. */
    void gone() {
        world.snapshot()
                .list(BindingKinds.RESOURCE_BINDING)
                .toList()
                .forEach(binding -> world.edit(
                        binding.key().path(), tree -> tree.withObject("/spec").remove("removing")));
        world.settle();
    }

    long moved(int deployments) {
        return IntStream.range(0, deployments)
                .filter(number -> clusters(number).contains("us-1"))
                .count();
    }

    String clusters(int deployment) {
        return world.clusters(binding(deployment));
    }

    static String binding(int deployment) {
        return "work.karmada.io/resourcebindings/shop/w-" + deployment + "-deployment";
    }

    void policy(String placement, String rebalance) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {%s}, "rebalance": %s}}""".formatted(placement, rebalance));
    }

    void deployments(int count) {
        for (int number = 0; number < count; number++) {
            world.apply("""
                    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "w-%d", "namespace": "shop"},
                     "spec": {"replicas": 4}}""".formatted(number));
        }
        world.settle();
    }

    void label(String cluster, String label, String value) {
        world.edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> tree.withObject("/metadata")
                        .withObjectProperty("labels")
                        .put(label, value));
        world.settle();
    }

    void region(String cluster, String region) {
        world.edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> tree.withObject("/spec").put("region", region));
        world.settle();
    }

    void ready(String name) {
        cluster(name, 1000);
    }

    /** Ready as of now. */
    void cluster(String name, int pods) {
        cluster(name, pods, _ -> {});
    }

    /** The same, otherwise than usual in something. */
    void cluster(String name, int pods, Consumer<ObjectNode> otherwise) {
        ObjectNode cluster =
                ObjectJson.parse("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {
                  "conditions": [{"type": "Ready", "status": "True", "reason": "ClusterReady", "message": "",
                    "lastTransitionTime": "%s"}],
                  "apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "%d"}}}}""".formatted(name, world.now, pods).getBytes(StandardCharsets.UTF_8));
        otherwise.accept(cluster);
        world.apply(cluster.toString());
        world.settle();
    }
}
