package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of one document: those asked for, and every type they refer to. */
final class SchemaComponents {
    private final Dialect dialect;
    private final Map<String, ObjectNode> schemas = new TreeMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    SchemaComponents(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Adds a type of the table of Kubernetes' facts. */
    void addNamed(String name) {
        if (asked.add(name)) {
            open.add(name);
        }
    }

    void add(String name, ObjectNode schema) {
        asked.add(name);
        schemas.put(name, schema);
    }

    /** A reference to a type of the table, which comes along. */
    ObjectNode reference(String name) {
        addNamed(name);
        return dialect.reference(name);
    }

    /** Every schema, by name; to be called last. */
    Map<String, ObjectNode> all(Map<String, Set<Gvk>> kinds) {
        while (!open.isEmpty()) {
            String name = open.poll();
            TypeSchema.Struct type = KubernetesSchema.get().types().get(name);
            if (type != null) {
                schemas.put(name, struct(type));
            }
        }
        kinds.forEach((name, all) -> {
            ObjectNode schema = schemas.get(name);
            if (schema != null) {
                Gvk.mark(schema, all);
            }
        });
        return schemas;
    }

    private ObjectNode struct(TypeSchema.Struct type) {
        ObjectNode schema = node().put("type", "object");
        if (type.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        if (type.preserveUnknown()) {
            schema.put("x-kubernetes-preserve-unknown-fields", true);
        }
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (Field field : type.fields().values()) {
            properties.set(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        return schema;
    }

    private ObjectNode property(Field field) {
        ObjectNode property = of(field.type());
        field.defaultValue().ifPresent(value -> dialect.defaulted(property, value));
        if (!field.patchStrategies().isEmpty()) {
            property.put("x-kubernetes-patch-strategy", String.join(",", field.patchStrategies()));
        }
        field.patchMergeKey().ifPresent(key -> property.put("x-kubernetes-patch-merge-key", key));
        return dialect.besideReference(property);
    }

    private ObjectNode of(TypeSchema type) {
        if (type instanceof TableType.Named named) {
            return reference(named.name());
        }
        if (type instanceof TableType.Granular granular) {
            return reference(granular.type().name()).put("x-kubernetes-map-type", "granular");
        }
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> struct(struct);
            case TypeSchema.MapOf map -> {
                ObjectNode schema = node().put("type", "object");
                schema.set("additionalProperties", dialect.besideReference(of(map.value())));
                yield map.atomic() ? schema.put("x-kubernetes-map-type", "atomic") : schema;
            }
            case TypeSchema.ListOf list -> list(list);
            case TypeSchema.Scalar(TypeSchema.ScalarKind kind) -> scalar(kind);
            case TypeSchema.Any _ -> dialect.any();
            case TypeSchema.Reference _ -> throw new IllegalStateException("a resolved type is no reference");
        };
    }

    private ObjectNode list(TypeSchema.ListOf list) {
        ObjectNode schema = node().put("type", "array");
        schema.set("items", dialect.besideReference(of(list.item())));
        switch (list.kind()) {
            case ATOMIC -> schema.put("x-kubernetes-list-type", "atomic");
            case SET -> schema.put("x-kubernetes-list-type", "set");
            case MAP -> {
                schema.put("x-kubernetes-list-type", "map");
                ArrayNode keys = schema.putArray("x-kubernetes-list-map-keys");
                list.keys().forEach(keys::add);
            }
        }
        return schema;
    }

    private ObjectNode scalar(TypeSchema.ScalarKind kind) {
        return switch (kind) {
            case STRING, DURATION -> node().put("type", "string");
            case BOOL -> node().put("type", "boolean");
            case INT32 -> formatted("integer", "int32");
            case INT64 -> formatted("integer", "int64");
            case DOUBLE -> formatted("number", "double");
            case BYTES -> formatted("string", "byte");
            case TIME, MICRO_TIME -> formatted("string", "date-time");
            case INT_OR_STRING -> dialect.either("int-or-string", "integer");
            case QUANTITY -> dialect.either("", "number");
        };
    }

    private static ObjectNode formatted(String type, String format) {
        return node().put("type", type).put("format", format);
    }

    private static ObjectNode node() {
        return ObjectJson.mapper().createObjectNode();
    }
}
