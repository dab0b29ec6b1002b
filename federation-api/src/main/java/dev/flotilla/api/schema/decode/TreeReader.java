package dev.flotilla.api.schema.decode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON whose type is not known here: raw values in their own order, custom resources with sorted names. */
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final boolean sorted;
    private final Problems problems;

    private TreeReader(JsonParser parser, boolean sorted, Problems problems) {
        this.parser = parser;
        this.sorted = sorted;
        this.problems = problems;
    }

    /** @param parser at the first token of the value; left at its last */
    static JsonNode raw(JsonParser parser) {
        return new TreeReader(parser, false, new Problems()).value();
    }

    static JsonNode sorted(JsonParser parser, Problems problems) {
        return new TreeReader(parser, true, problems).value();
    }

    private JsonNode value() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.stringNode(GoText.clean(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                sorted ? GoText.untyped(parser.getString()) : GoText.number(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + token);
        };
    }

    private ObjectNode object() {
        Map<String, JsonNode> fields = sorted ? new TreeMap<>() : new LinkedHashMap<>();
        int depth = problems.depth();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = GoText.clean(parser.currentName());
            if (fields.containsKey(name)) {
                problems.duplicateField(name);
            }
            problems.enterField(name);
            parser.nextToken();
            fields.put(name, value());
            problems.leaveTo(depth);
        }
        ObjectNode object = NODES.objectNode();
        fields.forEach(object::set);
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        int depth = problems.depth();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            problems.enterItem(array.size());
            array.add(value());
            problems.leaveTo(depth);
        }
        return array;
    }
}
