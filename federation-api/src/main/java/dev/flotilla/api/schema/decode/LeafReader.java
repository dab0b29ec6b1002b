package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.schema.TypeSchema;
import java.math.BigInteger;
import java.util.Base64;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads single values. */
final class LeafReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Told of a value of the wrong type; answers the failure, for those who cannot go on. */
    interface TypeErrors {
        DecodeFailure report(String value, String goType);
    }

    private final JsonParser parser;
    private final TypeErrors errors;

    LeafReader(JsonParser parser, TypeErrors errors) {
        this.parser = parser;
        this.errors = errors;
    }

    /** A null node where the value is null or of the wrong type. */
    JsonNode read(TypeSchema.ScalarKind kind, String goType) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return NODES.nullNode();
        }
        return switch (kind) {
            case STRING ->
                token == JsonToken.VALUE_STRING
                        ? NODES.stringNode(GoText.clean(parser.getString()))
                        : wrong(describe(token), goType);
            case BOOL ->
                token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
                        ? NODES.booleanNode(token == JsonToken.VALUE_TRUE)
                        : wrong(describe(token), goType);
            case INT32 -> integer(Integer.SIZE, goType);
            case INT64 -> integer(Long.SIZE, goType);
            case DOUBLE -> decimal(goType);
            case BYTES -> bytes(goType);
            case INT_OR_STRING -> intOrString();
            case QUANTITY -> quantity();
            case TIME -> NODES.stringNode(GoTime.normalise(ownSyntax(), false));
            case MICRO_TIME -> NODES.stringNode(GoTime.normalise(ownSyntax(), true));
            case DURATION -> NODES.stringNode(GoDuration.normalise(ownSyntax()));
        };
    }

    private JsonNode wrong(String value, String goType) {
        errors.report(value, goType);
        parser.skipChildren();
        return NODES.nullNode();
    }

    private boolean isNumber() {
        JsonToken token = parser.currentToken();
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    private JsonNode integer(int bits, String goType) {
        if (!isNumber()) {
            return wrong(describe(parser.currentToken()), goType);
        }
        String literal = parser.getString();
        if (!GoText.isInteger(literal) || new BigInteger(literal).bitLength() >= bits) {
            return wrong("number " + literal, goType);
        }
        return GoText.number(literal);
    }

    private JsonNode decimal(String goType) {
        if (!isNumber()) {
            return wrong(describe(parser.currentToken()), goType);
        }
        double value = Double.parseDouble(parser.getString());
        return Double.isInfinite(value) ? wrong("number " + parser.getString(), goType) : GoText.number(value);
    }

    private JsonNode bytes(String goType) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return wrong(describe(parser.currentToken()), goType);
        }
        String text = parser.getString().replaceAll("[\r\n]", "");
        try {
            return NODES.stringNode(Base64.getEncoder().encodeToString(GoBase64.decode(text)));
        } catch (IllegalArgumentException e) {
            throw new DecodeFailure("illegal base64 data at input byte " + GoBase64.errorAt(text));
        }
    }

    private JsonNode intOrString() {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return NODES.stringNode(GoText.clean(parser.getString()));
        }
        if (isNumber()) {
            String literal = parser.getString();
            if (GoText.isInteger(literal) && new BigInteger(literal).bitLength() < Integer.SIZE) {
                return GoText.number(literal);
            }
            throw errors.report("number " + literal, "int32");
        }
        throw errors.report(describe(parser.currentToken()), "int32");
    }

    private JsonNode quantity() {
        if (parser.currentToken() != JsonToken.VALUE_STRING && !isNumber()) {
            throw new DecodeFailure(Quantity.WRONG_FORMAT);
        }
        try {
            return NODES.stringNode(Quantity.parse(parser.getString().strip()).canonical());
        } catch (IllegalArgumentException e) {
            throw new DecodeFailure(String.valueOf(e.getMessage()));
        }
    }

    private String ownSyntax() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw errors.report(describe(parser.currentToken()), "string");
        }
        return parser.getString();
    }

    static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + token);
        };
    }
}
