package dev.flotilla.api.schema.definition;

import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Kubernetes forbids in a schema, and what its list and map extensions ask for. */
final class SchemaChecks {
    private static final Set<String> TYPES = Set.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> FORBIDDEN =
            List.of("definitions", "dependencies", "id", "patternProperties", "$ref", "additionalItems");

    private final List<FieldError> errors = new ArrayList<>();

    private SchemaChecks() {}

    static List<FieldError> check(JsonNode schema, String path) {
        SchemaChecks checks = new SchemaChecks();
        checks.node(schema, path);
        return checks.errors;
    }

    private void node(JsonNode schema, String path) {
        if (!schema.isObject()) {
            return;
        }
        for (String name : FORBIDDEN) {
            if (schema.has(name)) {
                errors.add(FieldError.forbidden(path + "." + name, name + " is not supported"));
            }
        }
        String type = schema.path("type").asString("");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            errors.add(FieldError.notSupported(
                    path + ".type", type, TYPES.stream().sorted().toList()));
        }
        if (schema.path("uniqueItems").asBoolean(false)) {
            errors.add(FieldError.forbidden(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        }
        boolean values = schema.path("additionalProperties").isObject()
                || (schema.has("additionalProperties")
                        && !schema.path("additionalProperties").asBoolean(true));
        if (values && !schema.path("properties").isEmpty()) {
            errors.add(FieldError.forbidden(
                    path + ".additionalProperties", "additionalProperties and properties are mutual exclusive"));
        }
        maps(schema, type, path);
        lists(schema, type, path);
        children(schema, path);
    }

    private void children(JsonNode schema, String path) {
        node(schema.path("additionalProperties"), path + ".additionalProperties");
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            node(property.getValue(), path + ".properties[" + property.getKey() + "]");
        }
        node(schema.path("not"), path + ".not");
        for (String logic : List.of("allOf", "oneOf", "anyOf")) {
            for (int i = 0; i < schema.path(logic).size(); i++) {
                node(schema.path(logic).get(i), path + "." + logic + "[" + i + "]");
            }
        }
        node(schema.path("items"), path + ".items");
    }

    private void maps(JsonNode schema, String type, String path) {
        JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
        if (preserve.isBoolean() && !preserve.booleanValue()) {
            errors.add(FieldError.invalid(
                    path + ".x-kubernetes-preserve-unknown-fields", "false", "must be true or undefined"));
        }
        String kind = schema.path("x-kubernetes-map-type").asString("");
        if (!kind.isEmpty() && !type.equals("object")) {
            typed(type, "must be object if x-kubernetes-map-type is specified", path);
        }
        if (!kind.isEmpty() && !kind.equals("atomic") && !kind.equals("granular")) {
            errors.add(FieldError.notSupported(path + ".x-kubernetes-map-type", kind, List.of("atomic", "granular")));
        }
    }

    private void typed(String type, String why, String path) {
        errors.add(
                type.isEmpty()
                        ? FieldError.required(path + ".type", why)
                        : FieldError.invalid(path + ".type", Shown.text(type), why));
    }

    private void lists(JsonNode schema, String type, String path) {
        String kind = schema.path("x-kubernetes-list-type").asString("");
        JsonNode items = schema.path("items");
        if (!kind.isEmpty() && !type.equals("array")) {
            typed(type, "must be array if x-kubernetes-list-type is specified", path);
        } else if (kind.equals("set")) {
            String item = items.path("type").asString("");
            String extension = item.equals("array") ? "x-kubernetes-list-type" : "x-kubernetes-map-type";
            String how = items.path(extension).asString(item.equals("array") ? "atomic" : "");
            if ((item.equals("array") || item.equals("object")) && !how.equals("atomic")) {
                errors.add(FieldError.invalid(
                        path + ".items." + extension,
                        items.has("x-kubernetes-list-type") ? Shown.json(items.path("x-kubernetes-list-type")) : "null",
                        "must be atomic as item of a list with x-kubernetes-list-type=set"));
            }
        }
        if (!kind.isEmpty() && !Set.of("atomic", "set", "map").contains(kind)) {
            errors.add(
                    FieldError.notSupported(path + ".x-kubernetes-list-type", kind, List.of("atomic", "set", "map")));
        }
        JsonNode keys = schema.path("x-kubernetes-list-map-keys");
        String mustBeMap = "must be map if x-kubernetes-list-map-keys is non-empty";
        if (!keys.isEmpty() && kind.isEmpty()) {
            errors.add(FieldError.required(path + ".x-kubernetes-list-type", mustBeMap));
        } else if (!keys.isEmpty() && !kind.equals("map")) {
            errors.add(FieldError.invalid(path + ".x-kubernetes-list-type", Shown.text(kind), mustBeMap));
        }
        if (kind.equals("map")) {
            keyed(items, keys, path);
        }
        if ((kind.equals("map") || kind.equals("set")) && items.path("nullable").asBoolean(false)) {
            errors.add(FieldError.forbidden(
                    path + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is " + kind));
        }
    }

    private void keyed(JsonNode items, JsonNode keys, String path) {
        if (keys.isEmpty()) {
            errors.add(FieldError.required(
                    path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        }
        if (!items.isObject()) {
            errors.add(FieldError.required(path + ".items", "must have a schema if x-kubernetes-list-type is map"));
            return;
        }
        if (!items.path("type").asString("").equals("object")) {
            errors.add(FieldError.invalid(
                    path + ".items.type",
                    Shown.text(items.path("type").asString("")),
                    "must be object if parent array's x-kubernetes-list-type is map"));
            return;
        }
        Set<String> required = new HashSet<>();
        items.path("required").forEach(name -> required.add(name.asString()));
        Set<String> seen = new HashSet<>();
        for (JsonNode each : keys) {
            key(items, each.asString(), required, seen, keys, path);
        }
    }

    private void key(JsonNode items, String key, Set<String> required, Set<String> seen, JsonNode keys, String path) {
        JsonNode property = items.path("properties").path(key);
        String at = path + ".items.properties[" + key + "]";
        if (property.isMissingNode()) {
            errors.add(FieldError.invalid(
                    path + ".x-kubernetes-list-map-keys",
                    Shown.json(keys),
                    "entries must all be names of item properties"));
        } else {
            String type = property.path("type").asString("");
            if (type.equals("array") || type.equals("object")) {
                errors.add(FieldError.invalid(
                        at + ".type",
                        "\"object\"",
                        "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            }
            if (!required.contains(key) && !property.has("default")) {
                errors.add(FieldError.required(
                        at + ".default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required"
                                + " property"));
            }
            if (property.path("nullable").asBoolean(false)) {
                errors.add(FieldError.forbidden(
                        at + ".nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
            }
        }
        if (!seen.add(key)) {
            errors.add(FieldError.invalid(
                    path + ".x-kubernetes-list-map-keys", Shown.json(keys), "must not contain duplicate entries"));
        }
    }
}
