package dev.flotilla.cli.bench.place;

import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the placement benchmarks send: a namespace, one policy, and the Deployments that it selects. */
final class BenchWorkload {
    static final String NAMESPACE = "bench-place";
    static final String POLICY = "bench";
    private static final int REPLICAS = 6;

    private BenchWorkload() {}

    static ObjectNode namespace() {
        ObjectNode namespace = object("v1", "Namespace", NAMESPACE);
        namespace.withObject("/metadata").putObject("labels").put("namespace.karmada.io/skip-auto-propagation", "true");
        return namespace;
    }

    static ObjectNode policy(JsonNode placement) {
        ObjectNode policy = object("policy.karmada.io/v1alpha1", "PropagationPolicy", POLICY);
        policy.withObject("/metadata").put("namespace", NAMESPACE);
        ObjectNode spec = policy.putObject("spec");
        spec.putArray("resourceSelectors")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment");
        spec.set("placement", placement);
        return policy;
    }

    static ObjectNode deployment(String name) {
        ObjectNode deployment = object("apps/v1", "Deployment", name);
        deployment.withObject("/metadata").put("namespace", NAMESPACE);
        ObjectNode spec = deployment.putObject("spec").put("replicas", REPLICAS);
        spec.putObject("selector").putObject("matchLabels").put("app", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", name);
        ObjectNode container = template.putObject("spec").putArray("containers").addObject();
        container.put("name", "main").put("image", "registry.example.org/team/service:1.0.0");
        container.putObject("resources").putObject("requests").put("cpu", "10m").put("memory", "16Mi");
        return deployment;
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object = ObjectJson.mapper()
                .createObjectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }
}
