package dev.flotilla.api.patch.apply;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.TypeSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;

/** How ownership sees a value of a type: as one, as fields, or as a list's items. */
sealed interface Shape {
    /** Owned as a whole: scalars, atomic structs, maps and lists. */
    enum Leaf implements Shape {
        SCALAR,
        OBJECT,
        LIST
    }

    /** A struct's or a map's fields, each owned on its own. */
    record Fields(TypeSchema type) implements Shape {
        /** The type of what the field holds; of anything if the schema does not say. */
        TypeSchema at(String name) {
            return switch (type) {
                case TypeSchema.Struct struct ->
                    struct.field(name).map(field -> field.type()).orElse(ANY);
                case TypeSchema.MapOf map -> map.value();
                case TypeSchema.ListOf _, TypeSchema.Scalar _, TypeSchema.Any _, TypeSchema.Reference _ -> ANY;
            };
        }

        /** Whether the schema names the field, so that it needs no owner of its own. */
        boolean names(String name) {
            return type instanceof TypeSchema.Struct struct && struct.fields().containsKey(name);
        }

        /**
         * What stands for a field that an object does not show: missing, but where Kubernetes' own type cannot leave
         * the field out, its zero value.
         */
        JsonNode absent(String name) {
            if (!(type instanceof TypeSchema.Struct struct)
                    || struct.field(name).isEmpty()) {
                return MissingNode.getInstance();
            }
            Field field = struct.field(name).get();
            TypeSchema held = field.type().resolved();
            if (held instanceof TypeSchema.Struct
                    && !field.pointer()
                    && !field.go().omitZero()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (field.omitEmpty() || field.go().omitZero()) {
                return MissingNode.getInstance();
            }
            return !field.pointer() && held instanceof TypeSchema.Scalar scalar
                    ? zero(scalar.kind())
                    : NullNode.getInstance();
        }

        private static JsonNode zero(TypeSchema.ScalarKind kind) {
            return switch (kind) {
                case STRING -> JsonNodeFactory.instance.stringNode("");
                case BOOL -> JsonNodeFactory.instance.booleanNode(false);
                case INT32, INT64, DOUBLE, INT_OR_STRING, DURATION -> JsonNodeFactory.instance.numberNode(0);
                case QUANTITY -> JsonNodeFactory.instance.stringNode("0");
                case BYTES, TIME, MICRO_TIME -> NullNode.getInstance();
            };
        }

        boolean declares(String name) {
            return !(type instanceof TypeSchema.Struct struct) || struct.preserveUnknown() || names(name);
        }
    }

    /** A list whose items are told apart by value or by key, each owned on its own. */
    record Items(TypeSchema.ListOf list) implements Shape {}

    TypeSchema ANY = new TypeSchema.Any();

    /** @param value decides where the type allows anything */
    static Shape of(TypeSchema type, JsonNode value) {
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> struct.atomic() ? Leaf.OBJECT : new Fields(struct);
            case TypeSchema.MapOf map -> map.atomic() ? Leaf.OBJECT : new Fields(map);
            case TypeSchema.ListOf list -> list.kind() == TypeSchema.ListKind.ATOMIC ? Leaf.LIST : new Items(list);
            case TypeSchema.Scalar _ -> Leaf.SCALAR;
            case TypeSchema.Any any -> deduced(any, value);
            case TypeSchema.Reference reference ->
                throw new IllegalStateException(reference + " resolves to a reference");
        };
    }

    private static Shape deduced(TypeSchema.Any any, JsonNode value) {
        if (value.isArray()) {
            return Leaf.LIST;
        }
        return value.isObject() || value.isNull() || value.isMissingNode() ? new Fields(any) : Leaf.SCALAR;
    }
}
