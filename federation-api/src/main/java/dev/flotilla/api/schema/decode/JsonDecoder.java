package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.GoTypes;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON into one struct of the table. As Go's decoder does, it goes on after a value of the wrong type and reports
 * the first such value at the end, but stops at once where a type with a syntax of its own (a quantity, a time) is
 * malformed.
 */
final class JsonDecoder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Problems problems;
    private final LeafReader leaves;
    private final List<String> goPath = new ArrayList<>();
    private String goStruct = "";
    private @Nullable DecodeFailure firstTypeError;

    /** @param parser at the object's opening brace */
    JsonDecoder(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
        leaves = new LeafReader(parser, this::typeError);
    }

    ObjectNode decode(TypeSchema.Struct type) {
        ObjectNode object = struct(type);
        if (firstTypeError != null) {
            throw firstTypeError;
        }
        return object;
    }

    private JsonNode value(TypeSchema type, String goType) {
        boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
        if (type instanceof TableType.Raw) {
            return TreeReader.raw(parser);
        }
        if (type instanceof TableType.SchemaOr either) {
            return isNull ? NODES.nullNode() : schemaOr(either);
        }
        if (type instanceof TableType.Nullable(TypeSchema inner)) {
            return isNull ? NODES.nullNode() : value(inner, goType.startsWith("*") ? goType.substring(1) : goType);
        }
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> opens(JsonToken.START_OBJECT, goType) ? struct(struct) : NODES.nullNode();
            case TypeSchema.MapOf map -> opens(JsonToken.START_OBJECT, goType) ? map(map, goType) : NODES.nullNode();
            case TypeSchema.ListOf list -> opens(JsonToken.START_ARRAY, goType) ? list(list, goType) : NODES.nullNode();
            case TypeSchema.Scalar(TypeSchema.ScalarKind kind) -> leaves.read(kind, goType);
            case TypeSchema.Any _ -> TreeReader.raw(parser);
            case TypeSchema.Reference _ -> throw new IllegalStateException("a resolved type is no reference");
        };
    }

    private boolean opens(JsonToken expected, String goType) {
        if (parser.currentToken() == expected) {
            return true;
        }
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            typeError(LeafReader.describe(parser.currentToken()), goType);
            parser.skipChildren();
        }
        return false;
    }

    private ObjectNode struct(TypeSchema.Struct struct) {
        Map<String, JsonNode> values = new HashMap<>();
        String outerStruct = goStruct;
        int depth = problems.depth();
        int goDepth = goPath.size();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = GoText.clean(parser.currentName());
            parser.nextToken();
            Field field = struct.fields().get(name);
            if (field == null) {
                problems.unknownField(name);
                parser.skipChildren();
                continue;
            }
            if (values.containsKey(name)) {
                problems.duplicateField(name);
            }
            problems.enterField(name);
            goStruct = struct.name();
            goPath.addAll(field.go().inlined());
            goPath.add(name);
            values.put(name, value(field.type(), field.go().type()));
            goPath.subList(goDepth, goPath.size()).clear();
            goStruct = outerStruct;
            problems.leaveTo(depth);
        }
        return StructWriter.write(struct, values);
    }

    private ObjectNode map(TypeSchema.MapOf map, String goType) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        String goElement = GoTypes.element(goType, map.value());
        int depth = problems.depth();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = GoText.clean(parser.currentName());
            parser.nextToken();
            if (entries.containsKey(name)) {
                problems.duplicateField(name);
            }
            problems.enterField(name);
            entries.put(name, element(map.value(), goElement));
            problems.leaveTo(depth);
        }
        return StructWriter.writeMap(entries);
    }

    private ArrayNode list(TypeSchema.ListOf list, String goType) {
        ArrayNode items = NODES.arrayNode();
        String goElement = GoTypes.element(goType, list.item());
        int depth = problems.depth();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            problems.enterItem(items.size());
            items.add(element(list.item(), goElement));
            problems.leaveTo(depth);
        }
        return items;
    }

    private JsonNode element(TypeSchema type, String goType) {
        JsonNode value = value(type, goType);
        return value.isNull() ? StructWriter.zero(type) : value;
    }

    /** Such a value has a decoder of its own in Go, which knows nothing of strictness. */
    private JsonNode schemaOr(TableType.SchemaOr either) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return new JsonDecoder(parser, new Problems())
                    .decode(either.schema().resolve());
        }
        return switch (either.alternative()) {
            case BOOL -> {
                if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                    throw new DecodeFailure("boolean or JSON schema expected");
                }
                yield NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            }
            case ARRAY -> {
                ArrayNode schemas = NODES.arrayNode();
                while (token == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY) {
                    schemas.add(element(either.schema(), either.schema().goType()));
                }
                yield schemas.isEmpty() ? NODES.nullNode() : schemas;
            }
            case STRINGS -> {
                ArrayNode names = NODES.arrayNode();
                while (token == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY) {
                    names.add(leaves.read(TypeSchema.ScalarKind.STRING, "string"));
                }
                yield names;
            }
        };
    }

    /** Remembers the first; a value that cannot be understood at all is thrown by {@link LeafReader} itself. */
    private DecodeFailure typeError(String value, String goType) {
        String into = goPath.isEmpty()
                ? "Go value of type " + goType
                : "Go struct field " + goStruct + "." + String.join(".", goPath) + " of type " + goType;
        DecodeFailure error = new DecodeFailure("json: cannot unmarshal " + value + " into " + into);
        if (firstTypeError == null) {
            firstTypeError = error;
        }
        return error;
    }
}
