package dev.flotilla.api.schema.custom;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns a structural schema into the types that built-in kinds have too. */
final class StructuralCompiler {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final TypeSchema.Scalar TEXT = new TypeSchema.Scalar(TypeSchema.ScalarKind.STRING);

    private StructuralCompiler() {}

    static TypeSchema.Struct root(String kind, JsonNode schema) {
        boolean open = schema.isMissingNode() || preserves(schema);
        return struct(kind, schema, true, open);
    }

    private static TypeSchema.Struct struct(String name, JsonNode schema, boolean resource, boolean open) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(each -> required.add(each.asString()));
        SequencedMap<String, Field> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String field = property.getKey();
            TypeSchema type = type(name + "." + field, property.getValue());
            fields.put(
                    field,
                    Field.custom(
                            field,
                            type,
                            required.contains(field),
                            Optional.ofNullable(property.getValue().get("default"))));
        }
        if (resource) {
            fields.put("apiVersion", Field.custom("apiVersion", TEXT, true, Optional.empty()));
            fields.put("kind", Field.custom("kind", TEXT, true, Optional.empty()));
            Map<String, TypeSchema.Struct> types = KubernetesSchema.get().types();
            TypeSchema meta = new TableType.Named(META, "v1.ObjectMeta", types);
            fields.put("metadata", Field.custom("metadata", meta, false, Optional.empty()));
        }
        boolean atomic = schema.path("x-kubernetes-map-type").asString("").equals("atomic");
        return new TypeSchema.Struct(name, Collections.unmodifiableSequencedMap(fields), atomic, open);
    }

    private static TypeSchema type(String name, JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
            return new TypeSchema.Scalar(TypeSchema.ScalarKind.INT_OR_STRING);
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> object(name, schema);
            case "array" -> list(name, schema);
            case "string" -> TEXT;
            case "boolean" -> new TypeSchema.Scalar(TypeSchema.ScalarKind.BOOL);
            case "number" -> new TypeSchema.Scalar(TypeSchema.ScalarKind.DOUBLE);
            case "integer" -> {
                boolean small = schema.path("format").asString("").equals("int32");
                yield new TypeSchema.Scalar(small ? TypeSchema.ScalarKind.INT32 : TypeSchema.ScalarKind.INT64);
            }
            default -> new TypeSchema.Any();
        };
    }

    private static TypeSchema object(String name, JsonNode schema) {
        boolean resource = schema.path("x-kubernetes-embedded-resource").asBoolean(false);
        JsonNode values = schema.path("additionalProperties");
        boolean atomic = schema.path("x-kubernetes-map-type").asString("").equals("atomic");
        if (values.isObject()) {
            return new TypeSchema.MapOf(type(name + ".*", values), atomic);
        }
        if (values.asBoolean(false)) {
            return new TypeSchema.MapOf(new TypeSchema.Any(), atomic);
        }
        boolean bare = !schema.has("properties") && !resource && !atomic;
        return bare && preserves(schema) ? new TypeSchema.Any() : struct(name, schema, resource, preserves(schema));
    }

    private static TypeSchema list(String name, JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asString()));
        TypeSchema.ListKind kind = switch (schema.path("x-kubernetes-list-type").asString("")) {
            case "set" -> TypeSchema.ListKind.SET;
            case "map" -> TypeSchema.ListKind.MAP;
            default -> TypeSchema.ListKind.ATOMIC;
        };
        return new TypeSchema.ListOf(type(name + "[]", schema.path("items")), kind, keys);
    }

    private static boolean preserves(JsonNode schema) {
        return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
    }
}
