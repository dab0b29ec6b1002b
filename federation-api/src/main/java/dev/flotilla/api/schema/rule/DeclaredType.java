package dev.flotilla.api.schema.rule;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.flotilla.api.cel.cost.SizeHints;
import dev.flotilla.api.cel.value.Escaping;
import dev.flotilla.api.cel.value.JsonSchemas;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A structural schema as expressions are typed by it, with how large its values can get in one request.
 *
 * @param kind what it is
 * @param fields of an object, by the names that expressions use
 * @param elements of a list or a map
 * @param maxElements how many items, entries or characters a value can have at most
 * @param minSize how many bytes the smallest value takes
 */
record DeclaredType(
        Kind kind,
        Map<String, DeclaredType> fields,
        @Nullable DeclaredType elements,
        long maxElements,
        long minSize) {
    private static final long REQUEST_MAX = 3 * 1024 * 1024;
    private static final long DURATION_MAX = 32;
    private static final long TIME_MAX = 32;
    private static final long DATE_SIZE = 12;
    /** Scalars and objects are not walked. */
    private static final long NO_ELEMENTS = 0;

    private static final DeclaredType KEY = new DeclaredType(Kind.STRING, Map.of(), null, NO_ELEMENTS, 2);

    /** The kinds of values, each with CEL's type where that is a simple one. */
    enum Kind {
        DYN(SimpleType.DYN),
        BOOL(SimpleType.BOOL),
        INT(SimpleType.INT),
        DOUBLE(SimpleType.DOUBLE),
        STRING(SimpleType.STRING),
        BYTES(SimpleType.BYTES),
        DURATION(SimpleType.DURATION),
        TIMESTAMP(SimpleType.TIMESTAMP),
        LIST(SimpleType.DYN),
        MAP(SimpleType.DYN),
        OBJECT(SimpleType.DYN);

        private final CelType type;

        Kind(CelType type) {
            this.type = type;
        }
    }

    /** The type of a schema's values; empty if expressions cannot see them. */
    static Optional<DeclaredType> of(JsonNode schema, boolean resource) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
            JsonNode max = schema.path("maxLength");
            return simple(Kind.DYN, max.isNumber() ? 4 * positive(max) : REQUEST_MAX - 2, 1);
        }
        JsonNode whole = resource ? JsonSchemas.withTypeAndMetadata(schema) : schema;
        return switch (whole.path("type").asString("")) {
            case "array" -> list(whole);
            case "object" -> whole.path("additionalProperties").isObject() ? map(whole) : object(whole);
            case "string" -> string(whole);
            case "boolean" -> simple(Kind.BOOL, NO_ELEMENTS, 4);
            case "number" -> simple(Kind.DOUBLE, NO_ELEMENTS, 1);
            case "integer" -> simple(Kind.INT, NO_ELEMENTS, 1);
            default -> Optional.empty();
        };
    }

    private static Optional<DeclaredType> of(JsonNode schema) {
        return of(schema, schema.path("x-kubernetes-embedded-resource").asBoolean(false));
    }

    private static Optional<DeclaredType> simple(Kind kind, long maxElements, long minSize) {
        return Optional.of(new DeclaredType(kind, Map.of(), null, maxElements, minSize));
    }

    private static long positive(JsonNode number) {
        return Math.max(0, number.longValue());
    }

    private static Optional<DeclaredType> list(JsonNode schema) {
        JsonNode max = schema.path("maxItems");
        return of(schema.path("items"))
                .map(items -> new DeclaredType(
                        Kind.LIST,
                        Map.of(),
                        items,
                        max.isNumber() ? positive(max) : (REQUEST_MAX - 2) / (items.minSize + 1),
                        2));
    }

    private static Optional<DeclaredType> map(JsonNode schema) {
        JsonNode max = schema.path("maxProperties");
        return of(schema.path("additionalProperties"))
                .map(values -> new DeclaredType(
                        Kind.MAP,
                        Map.of(),
                        values,
                        max.isNumber() ? positive(max) : (REQUEST_MAX - 2) / (values.minSize + 6),
                        2));
    }

    private static Optional<DeclaredType> object(JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        long minSize = 2;
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Optional<DeclaredType> type = of(property.getValue());
            if (type.isPresent()) {
                Escaping.escape(property.getKey()).ifPresent(name -> fields.put(name, type.get()));
                if (required.contains(property.getKey()) && !property.getValue().has("default")) {
                    minSize += property.getKey().length() + type.get().minSize + 4;
                }
            }
        }
        return Optional.of(new DeclaredType(Kind.OBJECT, fields, null, NO_ELEMENTS, minSize));
    }

    private static Optional<DeclaredType> string(JsonNode schema) {
        JsonNode max = schema.path("maxLength");
        return switch (schema.path("format").asString("")) {
            case "byte" -> simple(Kind.BYTES, max.isNumber() ? positive(max) : REQUEST_MAX - 2, 2);
            case "duration" -> simple(Kind.DURATION, DURATION_MAX, 3);
            case "date" -> simple(Kind.TIMESTAMP, DATE_SIZE, DATE_SIZE);
            case "date-time" -> simple(Kind.TIMESTAMP, TIME_MAX, 21);
            default -> simple(Kind.STRING, max.isNumber() ? 4 * positive(max) : longest(schema), 2);
        };
    }

    private static long longest(JsonNode schema) {
        JsonNode known = schema.path("enum");
        if (known.isEmpty()) {
            return REQUEST_MAX - 2;
        }
        long longest = 0;
        for (JsonNode each : known) {
            longest = Math.max(longest, each.asString("").length());
        }
        return longest;
    }

    /** How many values of this type fit into one request. */
    long cardinality() {
        return REQUEST_MAX / (minSize + 1);
    }

    /** CEL's type; the object types that it consists of are added to a list. */
    CelType celType(String name, List<StructType> structs) {
        return switch (kind) {
            case LIST -> ListType.create(elementType(name, structs));
            case MAP -> MapType.create(SimpleType.STRING, elementType(name, structs));
            case OBJECT -> {
                ImmutableMap.Builder<String, CelType> each = ImmutableMap.builder();
                fields.forEach((field, type) -> each.put(field, type.celType(name + "." + field, structs)));
                ImmutableMap<String, CelType> types = each.buildOrThrow();
                structs.add(StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field))));
                yield StructTypeReference.create(name);
            }
            default -> kind.type;
        };
    }

    private CelType elementType(String name, List<StructType> structs) {
        String suffix = kind == Kind.LIST ? ".@idx" : ".@elem";
        return elements == null ? SimpleType.DYN : elements.celType(name + suffix, structs);
    }

    /** How large what lies beneath {@code self} and {@code oldSelf} can get. */
    SizeHints sizes() {
        return path -> {
            DeclaredType type = this;
            for (String part : path.subList(1, path.size())) {
                DeclaredType next = switch (part) {
                    case "@items", "@values" -> type.elements;
                    case "@keys" -> type.kind == Kind.MAP ? KEY : null;
                    default -> type.fields.get(part);
                };
                if (next == null) {
                    return OptionalLong.empty();
                }
                type = next;
            }
            return OptionalLong.of(type.maxElements);
        };
    }
}
