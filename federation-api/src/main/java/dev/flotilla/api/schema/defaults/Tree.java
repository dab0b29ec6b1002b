package dev.flotilla.api.schema.defaults;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The few steps that defaulting rules are made of. */
final class Tree {
    private Tree() {}

    /** Whether Go would find the zero value: nil behind a pointer, else also 0, false and empty. */
    static boolean isZero(ObjectNode object, String field, boolean pointer) {
        @Nullable JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return true;
        }
        if (pointer) {
            return false;
        }
        return switch (value.getNodeType()) {
            case STRING -> value.asString().isEmpty();
            case NUMBER -> value.doubleValue() == 0;
            case BOOLEAN -> !value.asBoolean();
            case ARRAY, OBJECT -> value.isEmpty();
            case NULL, MISSING -> true;
            case BINARY, POJO -> false;
        };
    }

    static void text(ObjectNode object, String field, String standard) {
        if (isZero(object, field, false)) {
            object.put(field, standard);
        }
    }

    /** For a number that is not behind a pointer. */
    static void number(ObjectNode object, String field, int standard) {
        if (isZero(object, field, false)) {
            object.put(field, standard);
        }
    }

    /** For a value behind a pointer, which may be zero on purpose. */
    static void absent(ObjectNode object, String field, JsonNode standard) {
        if (isZero(object, field, true)) {
            object.set(field, standard);
        }
    }

    static void absent(ObjectNode object, String field, int standard) {
        absent(object, field, JsonNodeFactory.instance.numberNode(standard));
    }

    static void absent(ObjectNode object, String field, boolean standard) {
        absent(object, field, JsonNodeFactory.instance.booleanNode(standard));
    }

    static void absent(ObjectNode object, String field, String standard) {
        absent(object, field, JsonNodeFactory.instance.stringNode(standard));
    }

    static void emptyObject(ObjectNode object, String field) {
        absent(object, field, JsonNodeFactory.instance.objectNode());
    }

    /** The object in a field, put there if there is none. */
    static ObjectNode child(ObjectNode object, String field) {
        if (object.get(field) instanceof ObjectNode child) {
            return child;
        }
        return object.putObject(field);
    }

    static void each(ObjectNode object, String field, Consumer<ObjectNode> step) {
        for (JsonNode item : object.path(field)) {
            if (item instanceof ObjectNode each) {
                step.accept(each);
            }
        }
    }

    static String text(ObjectNode object, String field) {
        return object.path(field).asString("");
    }
}
