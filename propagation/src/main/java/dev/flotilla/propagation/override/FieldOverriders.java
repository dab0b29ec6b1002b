package dev.flotilla.propagation.override;

import dev.flotilla.api.policy.Overriders.FieldOverrider;
import dev.flotilla.api.policy.Overriders.FieldPatch;
import dev.flotilla.api.store.ObjectJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Patches the JSON or YAML document inside one string field. */
final class FieldOverriders {
    private static final String DOCUMENT = "document";

    private FieldOverriders() {}

    static void apply(ObjectNode manifest, FieldOverrider overrider) throws OverrideException {
        String path = overrider.fieldPath();
        JsonNode text = manifest.at(JsonPointer.compile(path));
        if (!text.isString()) {
            throw new OverrideException("fieldOverrider: there is no string at " + path);
        }
        boolean json = !overrider.json().isEmpty();
        JsonNode document = json ? readJson(path, text.asString()) : readYaml(path, text.asString());
        JsonNode patched = patch(path, document, json ? overrider.json() : overrider.yaml());
        String written = json ? ObjectJson.mapper().writeValueAsString(patched) : writeYaml(patched);
        JsonPointer pointer = JsonPointer.compile(path);
        ((ObjectNode) manifest.at(pointer.head())).put(pointer.last().getMatchingProperty(), written);
    }

    /** A patch works on an object, and a document may be none: so it is put into one. */
    private static JsonNode patch(String path, JsonNode document, List<FieldPatch> patches) throws OverrideException {
        ObjectNode holder = ObjectJson.mapper().createObjectNode();
        holder.set(DOCUMENT, document);
        ObjectNode changed = holder;
        for (FieldPatch each : patches) {
            changed = Patches.apply(
                    "fieldOverrider at " + path,
                    changed,
                    "/" + DOCUMENT + each.subPath(),
                    each.operator(),
                    each.value());
        }
        return changed.path(DOCUMENT);
    }

    private static JsonNode readJson(String path, String text) throws OverrideException {
        try {
            return ObjectJson.mapper().readTree(text);
        } catch (JacksonException malformed) {
            throw new OverrideException(
                    "fieldOverrider: the string at " + path + " is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static JsonNode readYaml(String path, String text) throws OverrideException {
        try {
            return ObjectJson.mapper()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
        } catch (YamlEngineException malformed) {
            throw new OverrideException(
                    "fieldOverrider: the string at " + path + " is not YAML: " + malformed.getMessage());
        }
    }

    private static String writeYaml(JsonNode document) {
        Object plain = ObjectJson.mapper().convertValue(document, Object.class);
        Object sorted = plain instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : plain;
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(sorted);
    }
}
