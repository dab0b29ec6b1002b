package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Autoscalers are stored as {@code autoscaling/v2} has them. What {@code v1} has no field for, it keeps in annotations,
 * which v2 does not show. Pure.
 */
final class AutoscalerVersions {
    private static final GroupResource AUTOSCALERS = new GroupResource("autoscaling", "horizontalpodautoscalers");
    private static final String KIND = "HorizontalPodAutoscaler";
    private static final String V1 = "autoscaling/v1";
    private static final String V2 = "autoscaling/v2";
    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String METRICS = PREFIX + "metrics";
    private static final String CURRENT_METRICS = PREFIX + "current-metrics";
    private static final String CONDITIONS = PREFIX + "conditions";
    private static final String BEHAVIOR = PREFIX + "behavior";
    private static final List<String> SPEC_SHARED = List.of("scaleTargetRef", "minReplicas", "maxReplicas");
    private static final List<String> STATUS_SHARED =
            List.of("observedGeneration", "lastScaleTime", "currentReplicas", "desiredReplicas");
    private static final String TARGET_CPU = "targetCPUUtilizationPercentage";
    private static final String CURRENT_CPU = "currentCPUUtilizationPercentage";
    private static final int CPU_PERCENT = 80;

    private AutoscalerVersions() {}

    static boolean concerns(ResourceType type) {
        return type.resource().equals(AUTOSCALERS);
    }

    /** The object as it is stored: itself, unless it is an autoscaler of v1. */
    static ObjectNode stored(ObjectNode object) {
        return is(object, V1) ? toV2(object) : object;
    }

    static ObjectNode in(ObjectNode object, ResourceType type) {
        return type.apiVersion().equals(V1) && is(object, V2) ? toV1(object) : stored(object);
    }

    private static boolean is(ObjectNode object, String apiVersion) {
        return object.path("kind").asString("").equals(KIND)
                && object.path("apiVersion").asString("").equals(apiVersion);
    }

    private static ObjectNode toV1(ObjectNode v2) {
        ObjectNode v1 = head(v2, V1);
        JsonNode metrics = v2.path("spec").path("metrics");
        ObjectNode spec = shared(v2.path("spec"), v1.putObject("spec"), SPEC_SHARED);
        cpu(metrics, "target").ifPresent(percent -> spec.set(TARGET_CPU, percent));
        List<JsonNode> others = metrics.valueStream()
                .filter(metric -> cpuOf(metric, "target").isEmpty())
                .toList();
        annotate(v1, METRICS, converted(others, MetricVersions::specToV1));
        JsonNode behavior = v2.path("spec").path("behavior");
        if (behavior.isObject()) {
            annotation(
                    v1, BEHAVIOR, renamed(behavior, AutoscalerVersions::upper).toString());
        }
        if (v2.path("status").isObject()) {
            JsonNode was = v2.path("status");
            ObjectNode status = shared(was, v1.putObject("status"), STATUS_SHARED);
            cpu(was.path("currentMetrics"), "current").ifPresent(percent -> status.set(CURRENT_CPU, percent));
            annotate(v1, CURRENT_METRICS, converted(was.path("currentMetrics"), MetricVersions::statusToV1));
            annotate(v1, CONDITIONS, converted(was.path("conditions"), each -> each));
        }
        return v1;
    }

    private static ObjectNode toV2(ObjectNode v1) {
        ObjectNode v2 = head(v1, V2);
        ObjectNode spec = shared(v1.path("spec"), v2.putObject("spec"), SPEC_SHARED);
        ArrayNode metrics = spec.putArray("metrics");
        annotated(v1, METRICS).forEach(each -> metrics.add(MetricVersions.specFromV1(each)));
        JsonNode percent = v1.path("spec").path(TARGET_CPU);
        if (percent.isNumber() || metrics.isEmpty()) {
            ObjectNode cpu = metrics.addObject().put("type", "Resource").putObject("resource");
            ObjectNode target = cpu.put("name", "cpu").putObject("target").put("type", "Utilization");
            target.put("averageUtilization", percent.asInt(CPU_PERCENT));
        }
        JsonNode behavior = renamed(annotated(v1, BEHAVIOR), AutoscalerVersions::lower);
        if (!behavior.isEmpty()) {
            spec.set("behavior", behavior);
        }
        if (v1.path("status").isObject()) {
            ObjectNode status = shared(v1.path("status"), v2.putObject("status"), STATUS_SHARED);
            list(status, "currentMetrics", converted(annotated(v1, CURRENT_METRICS), MetricVersions::statusFromV1));
            list(status, "conditions", converted(annotated(v1, CONDITIONS), each -> each));
        }
        return v2;
    }

    /** Everything but specification and status, without the annotations that stand for fields. */
    private static ObjectNode head(ObjectNode object, String apiVersion) {
        ObjectNode head = object.deepCopy();
        head.remove(List.of("spec", "status"));
        if (head.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(List.of(METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR));
            if (annotations.isEmpty()) {
                head.withObject("/metadata").remove("annotations");
            }
        }
        return head.put("apiVersion", apiVersion);
    }

    private static ObjectNode shared(JsonNode from, ObjectNode into, List<String> fields) {
        for (String field : fields) {
            if (from.has(field)) {
                into.set(field, from.path(field).deepCopy());
            }
        }
        return into;
    }

    private static Optional<JsonNode> cpu(JsonNode metrics, String values) {
        return metrics.valueStream()
                .flatMap(metric -> cpuOf(metric, values).stream())
                .findFirst();
    }

    private static Optional<JsonNode> cpuOf(JsonNode metric, String values) {
        JsonNode resource = metric.path("resource");
        JsonNode percent = resource.path(values).path("averageUtilization");
        return metric.path("type").asString("").equals("Resource")
                        && resource.path("name").asString("").equals("cpu")
                        && percent.isNumber()
                ? Optional.of(percent)
                : Optional.empty();
    }

    private static List<JsonNode> converted(Iterable<JsonNode> all, Function<JsonNode, JsonNode> each) {
        List<JsonNode> converted = new ArrayList<>();
        all.forEach(one -> converted.add(each.apply(one)));
        return converted;
    }

    private static void list(ObjectNode into, String field, List<JsonNode> values) {
        if (!values.isEmpty()) {
            values.forEach(into.putArray(field)::add);
        }
    }

    private static void annotate(ObjectNode object, String name, List<JsonNode> values) {
        if (!values.isEmpty()) {
            ArrayNode list = object.arrayNode();
            values.forEach(list::add);
            annotation(object, name, list.toString());
        }
    }

    private static void annotation(ObjectNode object, String name, String value) {
        object.withObject("/metadata/annotations").put(name, value);
    }

    /** What an annotation holds; nothing if it is no JSON. */
    private static JsonNode annotated(ObjectNode object, String name) {
        String text = object.path("metadata").path("annotations").path(name).asString("");
        try {
            JsonNode value =
                    text.isEmpty() ? object.arrayNode() : ObjectJson.mapper().readTree(text);
            boolean usable = name.equals(BEHAVIOR)
                    ? value.isObject()
                    : value.isArray() && value.valueStream().allMatch(JsonNode::isObject);
            return usable ? value : object.arrayNode();
        } catch (JacksonException _) {
            return object.arrayNode();
        }
    }

    /** Kubernetes writes behavior there under the names of its Go fields. */
    private static JsonNode renamed(JsonNode value, UnaryOperator<String> name) {
        if (value instanceof ArrayNode list) {
            ArrayNode renamed = list.arrayNode();
            list.forEach(each -> renamed.add(renamed(each, name)));
            return renamed;
        }
        if (value instanceof ObjectNode fields) {
            ObjectNode renamed = fields.objectNode();
            fields.properties().stream()
                    .filter(each -> !each.getValue().isNull())
                    .forEach(each -> renamed.set(name.apply(each.getKey()), renamed(each.getValue(), name)));
            return renamed;
        }
        return value;
    }

    private static String upper(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String lower(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
