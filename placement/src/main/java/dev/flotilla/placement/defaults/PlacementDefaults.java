package dev.flotilla.placement.defaults;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.policy.SchedulingHints;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What holds for all policies of a hub unless they say otherwise. It lies in a ConfigMap, as JSON, so that every node
 * decides alike and whoever decides from the hub's objects has it too; nodes write it from their configuration.
 *
 * @param karmadaCompat decide exactly as Karmada
 * @param extenders who else is asked where workloads may go
 */
public record PlacementDefaults(boolean karmadaCompat, List<ExtenderRule> extenders) {
    public static final ObjectKey KEY =
            ObjectKey.of("", "configmaps", ResourceNames.SYSTEM_NAMESPACE, "placement-defaults");
    public static final PlacementDefaults NONE = new PlacementDefaults(false, List.of());

    private static final String FIELD = "defaults";

    public PlacementDefaults {
        extenders = List.copyOf(extenders);
    }

    /** Those of a hub; none if it has none, or if they cannot be read. */
    public static PlacementDefaults at(Snapshot snapshot) {
        return snapshot.get(KEY).map(PlacementDefaults::of).orElse(NONE);
    }

    /** As the ConfigMap has them. */
    public static PlacementDefaults of(StoredObject configMap) {
        String json = configMap.tree().path("data").path(FIELD).asString("{}");
        try {
            return RecordJson.read(
                    ObjectJson.mapper().readTree(json.getBytes(StandardCharsets.UTF_8)), PlacementDefaults.class);
        } catch (JacksonException unreadable) {
            return NONE;
        }
    }

    public ObjectNode configMap() {
        ObjectNode configMap = ObjectJson.mapper().createObjectNode();
        configMap.put("apiVersion", "v1").put("kind", "ConfigMap");
        configMap.putObject("metadata").put("namespace", KEY.namespace()).put("name", KEY.name());
        configMap.putObject("data").put(FIELD, RecordJson.write(this).toString());
        return configMap;
    }

    /** The same where nobody can be asked. */
    public PlacementDefaults withoutExtenders() {
        return new PlacementDefaults(karmadaCompat, List.of());
    }

    /** A policy's hints with what holds for all policies, where it says nothing of it. */
    public String hints(String annotation) {
        if (!karmadaCompat || SchedulingHints.of(annotation).karmadaCompat() != null) {
            return annotation;
        }
        ObjectNode hints = ObjectJson.mapper().createObjectNode();
        if (!annotation.isBlank() && read(annotation) instanceof ObjectNode own) {
            hints.setAll(own);
        }
        return hints.put("karmadaCompat", true).toString();
    }

    private static JsonNode read(String annotation) {
        try {
            return ObjectJson.mapper().readTree(annotation);
        } catch (JacksonException unreadable) {
            return ObjectJson.mapper().missingNode();
        }
    }
}
