package dev.flotilla.api.schema.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What makes a schema structural: a type for every field, and nothing but constraints in its logical parts. */
final class StructuralRules {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

    private final List<FieldError> errors = new ArrayList<>();

    private StructuralRules() {}

    /** Where in its parent a schema stands. */
    private enum Level {
        ROOT("must not be empty at the root"),
        ITEM("must not be empty for specified array items"),
        FIELD("must not be empty for specified object fields");

        private final String untyped;

        Level(String untyped) {
            this.untyped = untyped;
        }
    }

    static List<FieldError> check(JsonNode schema, String path) {
        StructuralRules rules = new StructuralRules();
        rules.invariants(schema, Level.ROOT, path);
        rules.errors.sort(Comparator.comparing(FieldError::message));
        return rules.errors;
    }

    private static boolean flag(JsonNode schema, String name) {
        return schema.path(name).asBoolean(false);
    }

    private void invariants(JsonNode schema, Level level, String path) {
        String type = schema.path("type").asString("");
        if (type.equals("array") && !schema.has("items")) {
            errors.add(FieldError.required(path + ".items", "must be specified"));
        }
        if (schema.path("items").isObject()) {
            invariants(schema.path("items"), Level.ITEM, path + ".items");
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            invariants(property.getValue(), Level.FIELD, path + ".properties[" + property.getKey() + "]");
        }
        if (schema.has("additionalProperties")) {
            if (level == Level.ROOT) {
                errors.add(FieldError.forbidden(path + ".additionalProperties", "must not be used at the root"));
            }
            if (schema.path("additionalProperties").isObject()) {
                invariants(schema.path("additionalProperties"), Level.FIELD, path + ".additionalProperties");
            }
        }
        extensions(schema, path);
        boolean either = flag(schema, INT_OR_STRING);
        constraints(schema, either, level == Level.ROOT, path);
        type(schema, level, type, path);
        metadata(schema, level, path);
    }

    private void extensions(JsonNode schema, String path) {
        for (String other : List.of(PRESERVE, EMBEDDED)) {
            if (flag(schema, INT_OR_STRING) && flag(schema, other)) {
                errors.add(FieldError.invalid(
                        path + "." + other, "true", "must be false if x-kubernetes-int-or-string is true"));
            }
        }
    }

    private void type(JsonNode schema, Level level, String type, String path) {
        boolean embedded = flag(schema, EMBEDDED);
        if (embedded && !type.equals("object")) {
            String why = "must be object if x-kubernetes-embedded-resource is true";
            errors.add(
                    type.isEmpty()
                            ? FieldError.required(path + ".type", why)
                            : FieldError.invalid(path + ".type", Shown.text(type), why));
        } else if (type.isEmpty() && !flag(schema, INT_OR_STRING) && !flag(schema, PRESERVE)) {
            errors.add(FieldError.required(path + ".type", level.untyped));
        }
        if (embedded && schema.has("additionalProperties")) {
            errors.add(FieldError.forbidden(
                    path + ".additionalProperties", "must not be used if x-kubernetes-embedded-resource is set"));
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            errors.add(FieldError.invalid(path + ".type", Shown.text(type), "must be object at the root"));
        }
        if (embedded && !flag(schema, PRESERVE) && schema.path("properties").isEmpty()) {
            errors.add(FieldError.required(
                    path + ".properties",
                    "must not be empty if x-kubernetes-embedded-resource is true without"
                            + " x-kubernetes-preserve-unknown-fields"));
        }
    }

    private void metadata(JsonNode schema, Level level, String path) {
        if (level != Level.ROOT && !flag(schema, EMBEDDED)) {
            return;
        }
        JsonNode properties = schema.path("properties");
        for (String name : List.of("kind", "apiVersion")) {
            JsonNode property = properties.path(name);
            if (property.isObject() && !property.path("type").asString("").equals("string")) {
                errors.add(FieldError.invalid(
                        path + ".properties[" + name + "].type",
                        Shown.text(property.path("type").asString("")),
                        "must be string"));
            }
        }
        JsonNode metadata = properties.path("metadata");
        if (metadata.isObject() && !metadata.path("type").asString("").equals("object")) {
            errors.add(FieldError.invalid(
                    path + ".properties[metadata].type",
                    Shown.text(metadata.path("type").asString("")),
                    "must be object"));
        }
        boolean more = metadata.propertyNames().stream()
                        .anyMatch(name ->
                                !List.of("type", "properties", "description").contains(name))
                || metadata.path("properties").propertyNames().stream()
                        .anyMatch(name -> !name.equals("name") && !name.equals("generateName"));
        if (level == Level.ROOT && metadata.isObject() && more) {
            errors.add(FieldError.forbidden(
                    path + ".properties[metadata]",
                    "must not specify anything other than name and generateName, but metadata is implicitly"
                            + " specified"));
        }
    }

    /** @param complete whether what the parts constrain must be described outside of them */
    private void constraints(JsonNode schema, boolean either, boolean complete, String path) {
        for (String logic : List.of("anyOf", "allOf", "oneOf")) {
            JsonNode parts = schema.path(logic);
            for (int i = 0; i < parts.size(); i++) {
                boolean typed = either && (logic.equals("anyOf") || (logic.equals("allOf") && i == 0));
                nested(parts.get(i), schema, typed, complete, path + "." + logic + "[" + i + "]");
            }
        }
        if (schema.path("not").isObject()) {
            nested(schema.path("not"), schema, false, complete, path + ".not");
        }
        String pattern = schema.path("pattern").asString("");
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            errors.add(FieldError.invalid(
                    path + ".pattern",
                    Shown.text(pattern),
                    "must be a valid regular expression, but isn't: error parsing regexp: " + e.getDescription() + ": `"
                            + e.getPattern() + "`"));
        }
    }

    /** @param typed the part says but that a value is an integer or a string, which is allowed in one place */
    private void nested(JsonNode part, JsonNode whole, boolean typed, boolean complete, String path) {
        constraints(part, typed, false, path);
        if (part.path("items").isObject()) {
            nested(part.path("items"), whole.path("items"), false, complete, path + ".items");
        }
        for (Map.Entry<String, JsonNode> property : part.path("properties").properties()) {
            String at = path + ".properties[" + property.getKey() + "]";
            JsonNode known = whole.path("properties").path(property.getKey());
            if (complete && known.isMissingNode()) {
                errors.add(FieldError.required(
                        path.replaceFirst("\\.(anyOf|allOf|oneOf)\\[[0-9]+].*|\\.not.*", "") + ".properties["
                                + property.getKey() + "]",
                        "because it is defined in " + at));
            }
            nested(property.getValue(), known, false, complete, at);
        }
        empty(part, "type", !typed && part.has("type"), "must be empty to be structural", path);
        boolean values = part.has("additionalProperties");
        empty(part, "additionalProperties", values, "must be undefined to be structural", path);
        empty(part, "default", part.has("default"), "must be undefined to be structural", path);
        empty(part, "title", part.has("title"), "must be empty to be structural", path);
        empty(part, "description", part.has("description"), "must be empty to be structural", path);
        empty(part, "nullable", flag(part, "nullable"), "must be false to be structural", path);
        for (String extension : List.of(PRESERVE, EMBEDDED, INT_OR_STRING)) {
            empty(part, extension, flag(part, extension), "must be false to be structural", path);
        }
        boolean keys = !part.path("x-kubernetes-list-map-keys").isEmpty();
        empty(part, "x-kubernetes-list-map-keys", keys, "must be empty to be structural", path);
        for (String extension : List.of("x-kubernetes-list-type", "x-kubernetes-map-type")) {
            empty(part, extension, part.has(extension), "must be undefined to be structural", path);
        }
        boolean ruled = !part.path("x-kubernetes-validations").isEmpty();
        empty(part, "x-kubernetes-validations", ruled, "must be empty to be structural", path);
        if (part.path("properties").has("metadata")) {
            errors.add(
                    FieldError.forbidden(path + ".properties[metadata]", "must not be specified in a nested context"));
        }
    }

    private void empty(JsonNode part, String field, boolean given, String why, String path) {
        if (given && part.isObject()) {
            errors.add(FieldError.forbidden(path + "." + field, why));
        }
    }
}
