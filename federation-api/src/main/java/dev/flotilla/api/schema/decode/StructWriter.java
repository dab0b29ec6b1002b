package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a struct as Go's JSON encoder does: in the order of its fields, without the zero values that are to be
 * omitted, and with those that are not.
 */
final class StructWriter {
    private static final String MANAGERS = "managedFields";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StructWriter() {}

    /** @param values what the body gave; a null node is a value given as null */
    static ObjectNode write(TypeSchema.Struct struct, Map<String, JsonNode> values) {
        ObjectNode written = NODES.objectNode();
        for (Field field : struct.fields().values()) {
            JsonNode value = value(field, values.get(field.name()));
            if (value != null) {
                written.set(field.name(), value);
            }
        }
        return written;
    }

    static ObjectNode writeMap(Map<String, JsonNode> entries) {
        ObjectNode written = NODES.objectNode();
        new TreeMap<>(entries).forEach(written::set);
        return written;
    }

    private static @Nullable JsonNode value(Field field, @Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return field.pointer() ? (field.omitEmpty() ? null : NODES.nullNode()) : shown(field, zero(field.type()));
        }
        return field.pointer() ? given : shown(field, given);
    }

    private static @Nullable JsonNode shown(Field field, JsonNode value) {
        if (field.name().equals(MANAGERS) && value.isArray()) {
            // Even an empty list says something: that nobody is to own anything.
            return value;
        }
        boolean omitted = field.go().omitZero()
                ? value.isNull() || value.equals(zero(field.type()))
                : field.omitEmpty() && isEmpty(field.type(), value);
        return omitted ? null : value;
    }

    /** What Go leaves out as empty; a struct never is. */
    private static boolean isEmpty(TypeSchema type, JsonNode value) {
        return switch (type.resolved()) {
            case TypeSchema.Struct _, TypeSchema.Any _ -> false;
            case TypeSchema.MapOf _, TypeSchema.ListOf _ -> value.isNull() || value.isEmpty();
            case TypeSchema.Scalar(TypeSchema.ScalarKind kind) ->
                switch (kind) {
                    case STRING, BYTES -> value.isNull() || value.asString().isEmpty();
                    case BOOL -> !value.asBoolean();
                    case INT32, INT64, DOUBLE -> value.doubleValue() == 0;
                    case DURATION -> value.asString().equals("0s");
                    case INT_OR_STRING, QUANTITY, TIME, MICRO_TIME -> false;
                };
            case TypeSchema.Reference _ -> throw new IllegalStateException("a resolved type is no reference");
        };
    }

    /** The JSON of a Go value that nothing was assigned to. */
    static JsonNode zero(TypeSchema type) {
        if (type instanceof TableType.Nullable) {
            return NODES.nullNode();
        }
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> write(struct, Map.of());
            case TypeSchema.MapOf _, TypeSchema.ListOf _, TypeSchema.Any _ -> NODES.nullNode();
            case TypeSchema.Scalar(TypeSchema.ScalarKind kind) ->
                switch (kind) {
                    case STRING -> NODES.stringNode("");
                    case BOOL -> NODES.booleanNode(false);
                    case INT32, INT64, DOUBLE, INT_OR_STRING -> NODES.numberNode(0);
                    case QUANTITY -> NODES.stringNode("0");
                    case DURATION -> NODES.stringNode("0s");
                    case BYTES, TIME, MICRO_TIME -> NODES.nullNode();
                };
            case TypeSchema.Reference _ -> throw new IllegalStateException("a resolved type is no reference");
        };
    }
}
