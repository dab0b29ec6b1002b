package dev.flotilla.api.patch;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch: a merge patch that merges lists whose field says how, and obeys directives in the patch.
 *
 * <pre>
 * $patch: replace | delete            of the object that holds it, or of the list whose item it is
 * $retainKeys: [names]                of the object: other fields go
 * $setElementOrder/field: [items]     the order that the field's list shall have
 * $deleteFromPrimitiveList/field: []  values that shall leave the field's list
 * </pre>
 *
 * Built-in kinds alone know the strategies, hence alone take such patches.
 */
public final class StrategicMergePatch {
    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String ORDER = "$setElementOrder/";
    static final String DELETE = "$deleteFromPrimitiveList/";
    static final String REPLACE_DIRECTIVE = "replace";
    static final String DELETE_DIRECTIVE = "delete";

    private StrategicMergePatch() {}

    /**
     * The patched copy; the arguments stay as they were.
     *
     * @param schema of the whole object
     * @throws StatusException 400 for a malformed patch, 422 for one that contradicts itself, 500 for a list whose
     *     items lack what identifies them
     */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch, TypeSchema schema) {
        return merge(target.deepCopy(), patch.deepCopy(), schema);
    }

    /** Merges into {@code target}, using {@code patch} up. */
    static ObjectNode merge(ObjectNode target, ObjectNode patch, TypeSchema schema) {
        if (patch.has(PATCH)) {
            return whole(patch);
        }
        retainKeys(target, patch);
        orderedLists(target, patch, schema);
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String key = entry.getKey();
            if (key.startsWith(DELETE)) {
                deleteValues(target, key.substring(DELETE.length()), array(entry.getValue(), "primitive list"));
            } else {
                mergeField(target, key, entry.getValue(), schema);
            }
        }
        return target;
    }

    private static ObjectNode whole(ObjectNode patch) {
        String shown = GoText.plain(patch);
        JsonNode directive = patch.remove(PATCH);
        return switch (directive.asString("")) {
            case REPLACE_DIRECTIVE -> patch;
            case DELETE_DIRECTIVE -> ObjectJson.mapper().createObjectNode();
            default ->
                throw new StatusError(
                                500,
                                "",
                                "unknown patch type: " + directive.asString("") + " in map: " + shown,
                                Optional.empty())
                        .exception();
        };
    }

    private static void mergeField(ObjectNode target, String key, JsonNode patch, TypeSchema schema) {
        JsonNode existing = target.get(key);
        if (patch.isNull()) {
            target.remove(key);
        } else if (existing instanceof ObjectNode object && patch instanceof ObjectNode fields) {
            boolean replaced = strategies(schema, key).contains(REPLACE_DIRECTIVE);
            target.set(key, replaced ? withoutDirectives(fields) : merge(object, fields, fieldType(schema, key)));
        } else if (existing instanceof ArrayNode list && patch instanceof ArrayNode items) {
            target.set(key, mergeList(list, items, schema, key));
        } else {
            JsonNode clean = withoutDirectives(patch);
            if (!clean.isMissingNode()) {
                target.set(key, clean);
            }
        }
    }

    private static JsonNode mergeList(ArrayNode list, ArrayNode patch, TypeSchema schema, String key) {
        if (!strategies(schema, key).contains("merge")) {
            return withoutDirectives(patch);
        }
        return MergedList.of(list, patch, mergeKey(schema, key), itemType(schema, key));
    }

    private static void orderedLists(ObjectNode target, ObjectNode patch, TypeSchema schema) {
        List<String> directives = patch.propertyNames().stream()
                .filter(name -> name.startsWith(ORDER))
                .toList();
        for (String directive : directives) {
            ArrayNode order = array(patch.remove(directive), "setElementOrder list");
            String key = directive.substring(ORDER.length());
            JsonNode existing = target.path(key);
            JsonNode patched = patch.path(key);
            if (existing.isArray() || patched.isArray()) {
                ArrayNode was = existing.isArray() ? (ArrayNode) existing : target.arrayNode();
                Optional<String> mergeKey = mergeKey(schema, key);
                ElementOrder.check(patched, order, mergeKey);
                JsonNode merged = patched.isArray() && existing.isArray()
                        ? mergeList(was.deepCopy(), (ArrayNode) patched, schema, key)
                        : patched.isArray() ? withoutDirectives(patched) : was;
                patch.remove(key);
                target.set(key, ElementOrder.of((ArrayNode) merged, order, was, mergeKey));
            }
        }
    }

    private static void retainKeys(ObjectNode target, ObjectNode patch) {
        if (!patch.has(RETAIN_KEYS)) {
            return;
        }
        ArrayNode retained = array(patch.remove(RETAIN_KEYS), "retainKeys");
        List<String> names =
                retained.valueStream().map(name -> name.asString("")).toList();
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            boolean counts = !entry.getValue().isNull() && !entry.getKey().startsWith("$");
            if (counts && !names.contains(entry.getKey())) {
                throw StatusError.badRequest("invalid patch format of retainKeys")
                        .exception();
            }
        }
        target.retain(names);
    }

    private static void deleteValues(ObjectNode target, String key, ArrayNode values) {
        if (!(target.get(key) instanceof ArrayNode list)) {
            return;
        }
        ArrayNode kept = target.arrayNode();
        for (JsonNode item : list) {
            if (values.valueStream().noneMatch(value -> JsonTrees.same(value, item))) {
                kept.add(item);
            }
        }
        target.set(key, kept);
    }

    /**
     * What a patch adds where nothing was: itself without nulls and directives, and without objects that are one;
     * missing if it is one itself.
     */
    static JsonNode withoutDirectives(JsonNode patch) {
        return switch (patch) {
            case ObjectNode object -> cleanObject(object);
            case ArrayNode array -> {
                ArrayNode clean = array.arrayNode();
                array.forEach(item -> {
                    JsonNode kept = withoutDirectives(item);
                    if (!kept.isMissingNode()) {
                        clean.add(kept);
                    }
                });
                yield clean;
            }
            default -> patch;
        };
    }

    private static JsonNode cleanObject(ObjectNode object) {
        if (object.has(PATCH)) {
            return MissingNode.getInstance();
        }
        ObjectNode clean = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            boolean directive =
                    key.equals(PATCH) || key.equals(RETAIN_KEYS) || key.startsWith(ORDER) || key.startsWith(DELETE);
            JsonNode value = directive ? NullNode.getInstance() : withoutDirectives(entry.getValue());
            if (!value.isNull() && !value.isMissingNode()) {
                clean.set(key, value);
            }
        }
        return clean;
    }

    private static Optional<Field> field(TypeSchema schema, String key) {
        return schema.resolved() instanceof TypeSchema.Struct struct ? struct.field(key) : Optional.empty();
    }

    private static List<String> strategies(TypeSchema schema, String key) {
        return field(schema, key).map(Field::patchStrategies).orElse(List.of());
    }

    private static Optional<String> mergeKey(TypeSchema schema, String key) {
        return field(schema, key).flatMap(Field::patchMergeKey);
    }

    private static TypeSchema fieldType(TypeSchema schema, String key) {
        return switch (schema.resolved()) {
            case TypeSchema.Struct struct -> struct.field(key).map(Field::type).orElse(new TypeSchema.Any());
            case TypeSchema.MapOf map -> map.value();
            case TypeSchema.ListOf _, TypeSchema.Scalar _, TypeSchema.Any _, TypeSchema.Reference _ ->
                new TypeSchema.Any();
        };
    }

    private static TypeSchema itemType(TypeSchema schema, String key) {
        return fieldType(schema, key).resolved() instanceof TypeSchema.ListOf list ? list.item() : new TypeSchema.Any();
    }

    private static ArrayNode array(JsonNode value, String what) {
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw StatusError.badRequest("invalid patch format of " + what).exception();
    }
}
