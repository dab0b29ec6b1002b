package dev.flotilla.cli.bench;

import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the spine benchmark sends: a namespace, one policy, and Deployments of about 2.1 KB that it matches. */
final class SpineWorkload {
    static final String NAMESPACE = "bench-spine";
    private static final String LABEL = "bench.flotilla.dev/run";
    private static final int ENVIRONMENT_VARIABLES = 16;

    private SpineWorkload() {}

    /** How replicas are placed. */
    enum Placement {
        DIVIDED,
        DUPLICATED
    }

    static ObjectNode namespace() {
        ObjectNode namespace = object("v1", "Namespace");
        namespace.putObject("metadata").put("name", NAMESPACE);
        return namespace;
    }

    /** Divided gives the first member weight 1, the second 2, and so on. */
    static ObjectNode policy(Placement placement, List<String> members) {
        ObjectNode policy = object("policy.karmada.io/v1alpha1", "ClusterPropagationPolicy");
        policy.putObject("metadata").put("name", NAMESPACE);
        ObjectNode spec = policy.putObject("spec");
        ObjectNode selector = spec.putArray("resourceSelectors").addObject();
        selector.put("apiVersion", "apps/v1").put("kind", "Deployment").put("namespace", NAMESPACE);
        selector.putObject("labelSelector").putObject("matchLabels").put(LABEL, "spine");
        ObjectNode placed = spec.putObject("placement");
        ArrayNode names = placed.putObject("clusterAffinity").putArray("clusterNames");
        members.forEach(names::add);
        ObjectNode scheduling = placed.putObject("replicaScheduling");
        switch (placement) {
            case DUPLICATED -> scheduling.put("replicaSchedulingType", "Duplicated");
            case DIVIDED -> divide(scheduling, members);
        }
        return policy;
    }

    private static void divide(ObjectNode scheduling, List<String> members) {
        scheduling.put("replicaSchedulingType", "Divided").put("replicaDivisionPreference", "Weighted");
        ArrayNode weights = scheduling.putObject("weightPreference").putArray("staticWeightList");
        for (int i = 0; i < members.size(); i++) {
            ObjectNode weight = weights.addObject();
            weight.putObject("targetCluster").putArray("clusterNames").add(members.get(i));
            weight.put("weight", i + 1);
        }
    }

    /** As many replicas as the weights add up to, so that every member gets some. */
    static ObjectNode deployment(String name, int members) {
        ObjectNode deployment = object("apps/v1", "Deployment");
        ObjectNode metadata = deployment.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        metadata.putObject("labels").put("app", name).put(LABEL, "spine");
        metadata.putObject("annotations").put("bench.flotilla.dev/note", "x".repeat(300));
        ObjectNode spec = deployment
                .putObject("spec")
                .put("replicas", IntStream.rangeClosed(1, members).sum());
        spec.putObject("selector").putObject("matchLabels").put("app", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", name).put(LABEL, "spine");
        ObjectNode container = template.putObject("spec").putArray("containers").addObject();
        container.put("name", "main").put("image", "registry.example.org/team/service:1.0.0");
        container.putArray("ports").addObject().put("name", "http").put("containerPort", 8080);
        ObjectNode resources = container.putObject("resources");
        resources.putObject("requests").put("cpu", "10m").put("memory", "16Mi");
        resources.putObject("limits").put("cpu", "100m").put("memory", "64Mi");
        ArrayNode environment = container.putArray("env");
        for (int i = 0; i < ENVIRONMENT_VARIABLES; i++) {
            environment.addObject().put("name", "SETTING_" + i).put("value", "value-of-setting-number-" + i);
        }
        return deployment;
    }

    private static ObjectNode object(String apiVersion, String kind) {
        return ObjectJson.mapper()
                .createObjectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
    }
}
