package dev.flotilla.api.cel.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object as a CEL map; where a schema names its properties, only those can be seen. */
public final class JsonMap implements CelMap {
    private final ObjectNode json;
    private final @Nullable JsonNode schema;
    private final boolean object;

    JsonMap(ObjectNode json, @Nullable JsonNode schema) {
        this.json = json;
        this.schema = schema;
        this.object = schema != null && schema.path("properties").isObject();
    }

    /** An object whose schema is completed with what every Kubernetes object has. */
    public static JsonMap resource(ObjectNode json, JsonNode schema) {
        return new JsonMap(json, JsonSchemas.withTypeAndMetadata(schema));
    }

    public ObjectNode json() {
        return json;
    }

    @Override
    public int size() {
        return json.size();
    }

    private Optional<JsonNode> schemaOf(String name) {
        if (schema == null) {
            return Optional.empty();
        }
        JsonNode found = object ? schema.path("properties").path(name) : schema.path("additionalProperties");
        return found.isObject() ? Optional.of(found) : Optional.empty();
    }

    @Override
    public @Nullable Object find(Object key) {
        if (!(key instanceof String name)) {
            throw CelError.noSuchOverload();
        }
        String field = object ? Escaping.unescape(name).orElse(null) : name;
        JsonNode value = field == null ? null : json.get(field);
        if (field == null || value == null || (object && value.isNull())) {
            return null;
        }
        if (schema == null) {
            return JsonValues.of(value);
        }
        Optional<JsonNode> known = schemaOf(field);
        return known.isPresent() ? JsonValues.of(value, known.get()) : null;
    }

    @Override
    public Collection<?> keys() {
        List<String> keys = new ArrayList<>(json.size());
        for (String name : json.propertyNames()) {
            if (schema == null || schemaOf(name).isPresent()) {
                keys.add(object ? Escaping.escape(name).orElse(name) : name);
            }
        }
        return keys;
    }

    @SuppressWarnings("ReferenceEquality") // the same tree is equal, whatever is in it
    @Override
    public boolean sameAs(CelMap other) {
        if (other instanceof JsonMap map && map.json == json) {
            return true;
        }
        if (size() != other.size()) {
            return false;
        }
        for (String name : json.propertyNames()) {
            if (schema == null || schemaOf(name).isPresent()) {
                String key = object ? Escaping.escape(name).orElse(name) : name;
                Object mine = find(key);
                Object theirs = other.find(key);
                if ((mine == null) != (theirs == null)
                        || (mine != null && !Values.equal(mine, Objects.requireNonNull(theirs)))) {
                    return false;
                }
            } else if (other instanceof JsonMap map) {
                JsonNode theirs = map.json.get(name);
                if (theirs != null && !theirs.equals(json.get(name))) {
                    return false;
                }
            } else {
                throw CelError.noSuchOverload();
            }
        }
        return true;
    }
}
