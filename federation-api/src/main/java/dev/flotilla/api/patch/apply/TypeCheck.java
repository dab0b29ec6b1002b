package dev.flotilla.api.patch.apply;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether a configuration fits its type; null fits every one. */
final class TypeCheck {
    private final List<String> errors = new ArrayList<>();

    private TypeCheck() {}

    /** What does not fit, each with its path, in Kubernetes' words; empty if all does. */
    static List<String> errors(JsonNode value, TypeSchema type) {
        TypeCheck check = new TypeCheck();
        check.visit(value, type, "");
        return check.errors;
    }

    private void visit(JsonNode value, TypeSchema type, String path) {
        if (value.isNull()) {
            return;
        }
        switch (type.resolved()) {
            case TypeSchema.Struct struct -> fields(value, struct, path);
            case TypeSchema.MapOf map -> fields(value, map, path);
            case TypeSchema.ListOf list -> list(value, list, path);
            case TypeSchema.Scalar scalar -> scalar(value, scalar.kind(), path);
            case TypeSchema.Any any -> {
                if (value.isObject()) {
                    fields(value, any, path);
                }
            }
            case TypeSchema.Reference reference -> throw new IllegalStateException(reference + " is unresolved");
        }
    }

    private void fields(JsonNode value, TypeSchema type, String path) {
        if (!value.isObject()) {
            error(path, "expected map, got " + GoText.pointed(value));
            return;
        }
        Shape.Fields fields = new Shape.Fields(type);
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String below = path + "." + entry.getKey();
            if (fields.declares(entry.getKey())) {
                visit(entry.getValue(), fields.at(entry.getKey()), below);
            } else {
                error(below, "field not declared in schema");
                return;
            }
        }
    }

    private void list(JsonNode value, TypeSchema.ListOf list, String path) {
        if (!value.isArray()) {
            error(path, "expected list, got " + GoText.pointed(value));
            return;
        }
        Set<PathElement> seen = new HashSet<>();
        int index = 0;
        for (JsonNode item : value) {
            String shown = "[" + index + "]";
            if (list.kind() != TypeSchema.ListKind.ATOMIC) {
                try {
                    PathElement identity = ListItems.identity(list, item);
                    shown = identity.shown();
                    if (!seen.add(identity)) {
                        error(path, "duplicate entries for key " + shown);
                    }
                } catch (ListItems.NoIdentity none) {
                    error(path, "element " + index + ": " + none.getMessage());
                    return;
                }
            }
            visit(item, list.item(), path + shown);
            index++;
        }
    }

    private void scalar(JsonNode value, TypeSchema.ScalarKind kind, String path) {
        switch (kind) {
            case INT32, INT64, DOUBLE -> {
                if (!value.isNumber()) {
                    error(path, "expected numeric (int or float), got " + GoText.type(value));
                }
            }
            case STRING, BYTES, DURATION -> {
                if (!value.isString()) {
                    error(path, "expected string, got &value.valueUnstructured{Value:" + GoText.syntax(value) + "}");
                }
            }
            case BOOL -> {
                if (!value.isBoolean()) {
                    error(path, "expected boolean, got " + GoText.pointed(value));
                }
            }
            case INT_OR_STRING, QUANTITY, TIME, MICRO_TIME -> {
                if (value.isContainer()) {
                    error(path, "expected any scalar, got " + GoText.pointed(value));
                }
            }
        }
    }

    private void error(String path, String message) {
        errors.add(path.isEmpty() ? message : path + ": " + message);
    }
}
