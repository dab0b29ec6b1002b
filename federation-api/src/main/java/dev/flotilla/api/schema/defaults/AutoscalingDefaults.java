package dev.flotilla.api.schema.defaults;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Autoscalers. */
final class AutoscalingDefaults {
    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final int CPU_PERCENT = 80;
    private static final int PERIOD_SECONDS = 15;

    private AutoscalingDefaults() {}

    static void register(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rules.accept("v1.HorizontalPodAutoscalerSpec", spec -> Tree.absent(spec, "minReplicas", 1));
        rules.accept("v1.HorizontalPodAutoscaler", AutoscalingDefaults::target);
        rules.accept("v2.HorizontalPodAutoscalerSpec", AutoscalingDefaults::spec);
        rules.accept("v2.HorizontalPodAutoscalerBehavior", AutoscalingDefaults::behavior);
    }

    /** Where the annotation that holds other metrics does not stand for it. */
    private static void target(ObjectNode autoscaler) {
        if (!autoscaler.path("metadata").path("annotations").has(METRICS)) {
            Tree.absent(Tree.child(autoscaler, "spec"), "targetCPUUtilizationPercentage", CPU_PERCENT);
        }
    }

    private static void spec(ObjectNode spec) {
        Tree.absent(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
            ObjectNode resource = metric.putObject("resource").put("name", "cpu");
            resource.putObject("target").put("type", "Utilization").put("averageUtilization", CPU_PERCENT);
        }
    }

    private static void behavior(ObjectNode behavior) {
        ObjectNode up = Tree.child(behavior, "scaleUp");
        Tree.absent(up, "stabilizationWindowSeconds", 0);
        Tree.absent(up, "selectPolicy", "Max");
        Tree.absent(up, "policies", policies(true));
        ObjectNode down = Tree.child(behavior, "scaleDown");
        Tree.absent(down, "selectPolicy", "Max");
        Tree.absent(down, "policies", policies(false));
    }

    private static ArrayNode policies(boolean up) {
        ArrayNode policies = JsonNodeFactory.instance.arrayNode();
        if (up) {
            policies.addObject().put("type", "Pods").put("value", 4).put("periodSeconds", PERIOD_SECONDS);
        }
        policies.addObject().put("type", "Percent").put("value", 100).put("periodSeconds", PERIOD_SECONDS);
        return policies;
    }
}
