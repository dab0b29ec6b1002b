package dev.flotilla.api.schema.defaults;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The defaulting rules that Kubernetes has as code, by the name of the type they complete. */
final class KubernetesDefaults {
    private static final Map<String, Consumer<ObjectNode>> RULES = rules();

    private KubernetesDefaults() {}

    /** A rule changes the object it is given, and looks at nothing above it. */
    static Optional<Consumer<ObjectNode>> rule(String typeName) {
        return Optional.ofNullable(RULES.get(typeName));
    }

    private static Map<String, Consumer<ObjectNode>> rules() {
        Map<String, Consumer<ObjectNode>> rules = new HashMap<>();
        PodDefaults.register((type, rule) -> rules.put("io.k8s.api.core.v1." + type, rule));
        CoreDefaults.register((type, rule) -> rules.put("io.k8s.api.core.v1." + type, rule));
        WorkloadDefaults.registerApps((type, rule) -> rules.put("io.k8s.api.apps.v1." + type, rule));
        WorkloadDefaults.registerBatch((type, rule) -> rules.put("io.k8s.api.batch.v1." + type, rule));
        AutoscalingDefaults.register((type, rule) -> rules.put("io.k8s.api.autoscaling." + type, rule));
        ClusterDefaults.register(rules::put);
        return Map.copyOf(rules);
    }
}
