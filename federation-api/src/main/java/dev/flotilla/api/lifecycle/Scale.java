package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one kind shows itself as an {@code autoscaling/v1} Scale. Paths begin with a dot, as a CRD's
 * {@code subresources.scale} gives them.
 *
 * @param labelSelector where the pods' selector is: an object for built-in kinds, a string in a custom resource
 */
public record Scale(String specReplicas, String statusReplicas, Optional<String> labelSelector) {
    /** Deployments, ReplicaSets and StatefulSets; replication controllers too. */
    public static final Scale BUILT_IN = new Scale(".spec.replicas", ".status.replicas", Optional.of(".spec.selector"));

    /**
     * The Scale of an object that has its resourceVersion.
     *
     * @throws dev.flotilla.api.status.StatusException 500 if a custom resource says nothing of its replicas
     */
    public ObjectNode read(ResourceType type, ObjectNode object) {
        if (at(object, specReplicas).isMissingNode() && !type.builtIn()) {
            throw StatusError.internal("the spec replicas field \"" + specReplicas + "\" does not exist")
                    .exception();
        }
        return readToChange(object);
    }

    /** The same for one who is about to change it: where nothing is said of replicas, there are none. */
    public ObjectNode readToChange(ObjectNode object) {
        JsonNode replicas = at(object, specReplicas);
        ObjectNode scale = ObjectJson.mapper().createObjectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        Metadata metadata = Metadata.of(scale);
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.take(field, Metadata.reading(object));
        }
        ObjectNode spec = scale.putObject("spec");
        if (replicas.asInt(0) != 0) {
            spec.put("replicas", replicas.asInt(0));
        }
        ObjectNode status = scale.putObject("status")
                .put("replicas", at(object, statusReplicas).asInt(0));
        labelSelector
                .map(path -> selector(at(object, path)))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> {
                    status.put("selector", text);
                });
        return scale;
    }

    /** A copy of the object with a Scale's replicas, and its resourceVersion if the Scale names one. */
    ObjectNode write(ObjectNode object, ObjectNode scale) {
        ObjectNode scaled = object.deepCopy();
        String[] steps = steps(specReplicas);
        ObjectNode holder = scaled;
        for (int i = 0; i < steps.length - 1; i++) {
            holder = holder.get(steps[i]) instanceof ObjectNode fields ? fields : holder.putObject(steps[i]);
        }
        holder.put(steps[steps.length - 1], scale.path("spec").path("replicas").asInt(0));
        Metadata wanted = Metadata.reading(scale);
        if (wanted.has("resourceVersion")) {
            Metadata.of(scaled).take("resourceVersion", wanted);
        }
        if (wanted.has("uid")) {
            Metadata.of(scaled).take("uid", wanted);
        }
        return scaled;
    }

    /** The replicas' path, its steps joined by dots. */
    String replicasPath() {
        return String.join(".", steps(specReplicas));
    }

    private static JsonNode at(ObjectNode object, String path) {
        JsonNode node = object;
        for (String step : steps(path)) {
            node = node.path(step);
        }
        return node;
    }

    private static String[] steps(String path) {
        return (path.startsWith(".") ? path.substring(1) : path).split("\\.");
    }

    /** A label selector in the form of a URL parameter; keys are sorted. */
    private static String selector(JsonNode selector) {
        if (!(selector instanceof ObjectNode)) {
            return selector.asString("");
        }
        if (!selector.has("matchLabels") && !selector.has("matchExpressions")) {
            return String.join(",", equalities(selector));
        }
        List<String> requirements = equalities(selector.path("matchLabels"));
        for (JsonNode each : selector.path("matchExpressions")) {
            requirements.add(requirement(each));
        }
        return String.join(",", requirements);
    }

    private static List<String> equalities(JsonNode labels) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            pairs.add(label.getKey() + "=" + label.getValue().asString(""));
        }
        pairs.sort(null);
        return pairs;
    }

    private static String requirement(JsonNode expression) {
        String key = expression.path("key").asString("");
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asString("")));
        values.sort(null);
        return switch (expression.path("operator").asString("")) {
            case "In" -> key + " in (" + String.join(",", values) + ")";
            case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }
}
