package dev.flotilla.api.schema;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The metrics of an autoscaler, as {@code autoscaling/v2} has them and as an annotation of {@code v1} does. Pure. */
final class MetricVersions {
    private static final String TYPE = "type";

    /** What one field is called in v1, and the path to it in v2. */
    private record Named(String v1, String v2) {
        /** A status says {@code current} where a specification says {@code target}. */
        Named current() {
            boolean value = v1.startsWith("target") && !v1.equals("target");
            return new Named(value ? v1.replace("target", "current") : v1, v2.replace("target.", "current."));
        }
    }

    private static final Named NAME = new Named("name", "name");
    private static final Named METRIC = new Named("metricName", "metric.name");
    private static final Named SELECTOR = new Named("selector", "metric.selector");
    private static final Named UTILIZATION = new Named("targetAverageUtilization", "target.averageUtilization");
    private static final Named AVERAGE = new Named("targetAverageValue", "target.averageValue");
    private static final Named VALUE = new Named("targetValue", "target.value");

    /** The fields of each kind of metric, in the order in which v1 has them. */
    private static final Map<String, List<Named>> FIELDS = Map.of(
            "object",
            List.of(
                    new Named("target", "describedObject"),
                    METRIC,
                    VALUE,
                    SELECTOR,
                    new Named("averageValue", "target.averageValue")),
            "pods",
            List.of(METRIC, AVERAGE, SELECTOR),
            "resource",
            List.of(NAME, UTILIZATION, AVERAGE),
            "containerResource",
            List.of(NAME, UTILIZATION, AVERAGE, new Named("container", "container")),
            "external",
            List.of(METRIC, new Named("metricSelector", "metric.selector"), VALUE, AVERAGE));

    private MetricVersions() {}

    static ObjectNode specToV1(JsonNode metric) {
        ObjectNode v1 = toV1(metric, false);
        // A field that v1 cannot leave out.
        if (v1.get("object") instanceof ObjectNode object && !object.has("targetValue")) {
            object.put("targetValue", "0");
        }
        return v1;
    }

    static ObjectNode statusToV1(JsonNode metric) {
        return toV1(metric, true);
    }

    static ObjectNode specFromV1(JsonNode metric) {
        ObjectNode v2 = fromV1(metric, false);
        v2.properties().forEach(each -> {
            if (each.getValue().path("target") instanceof ObjectNode target) {
                if (target.has("averageValue")
                        && target.path("value").asString("").equals("0")) {
                    target.remove("value");
                }
                target.put(TYPE, targetType(target));
            }
        });
        return v2;
    }

    static ObjectNode statusFromV1(JsonNode metric) {
        return fromV1(metric, true);
    }

    private static String targetType(JsonNode target) {
        return target.has("averageUtilization")
                ? "Utilization"
                : target.has("value") && !target.has("averageValue") ? "Value" : "AverageValue";
    }

    private static ObjectNode toV1(JsonNode metric, boolean status) {
        ObjectNode v1 = ((ObjectNode) metric).objectNode();
        v1.set(TYPE, metric.path(TYPE));
        FIELDS.forEach((kind, names) -> {
            if (metric.has(kind)) {
                ObjectNode fields = v1.putObject(kind);
                for (Named named : named(names, status)) {
                    JsonNode value = metric.path(kind).at("/" + named.v2().replace('.', '/'));
                    if (!value.isMissingNode()) {
                        fields.set(named.v1(), value.deepCopy());
                    }
                }
            }
        });
        return v1;
    }

    private static ObjectNode fromV1(JsonNode metric, boolean status) {
        ObjectNode v2 = ((ObjectNode) metric).objectNode();
        v2.set(TYPE, metric.path(TYPE));
        FIELDS.forEach((kind, names) -> {
            if (metric.has(kind)) {
                ObjectNode fields = v2.putObject(kind);
                for (Named named : named(names, status)) {
                    JsonNode value = metric.path(kind).path(named.v1());
                    int dot = named.v2().indexOf('.');
                    if (!value.isMissingNode() && !value.isNull()) {
                        ObjectNode holder = dot < 0
                                ? fields
                                : fields.withObjectProperty(named.v2().substring(0, dot));
                        holder.set(named.v2().substring(dot + 1), value.deepCopy());
                    }
                }
            }
        });
        return v2;
    }

    private static List<Named> named(List<Named> names, boolean status) {
        return status ? names.stream().map(Named::current).toList() : names;
    }
}
