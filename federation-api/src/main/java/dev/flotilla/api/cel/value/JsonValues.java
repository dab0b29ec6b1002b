package dev.flotilla.api.cel.value;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON as values: by a structural schema, or as it is where there is none. Nothing is copied. */
public final class JsonValues {
    private JsonValues() {}

    /** A value that no schema types: numbers without a fraction are ints. */
    public static Object of(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> new JsonMap((ObjectNode) json, null);
            case ARRAY -> new JsonList((ArrayNode) json, null);
            case STRING -> json.stringValue();
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> number(json);
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode json) {
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        }
        return json.doubleValue();
    }

    /**
     * A value as its structural schema types it.
     *
     * @throws CelError if it is not what the schema says
     */
    public static Object of(JsonNode json, JsonNode schema) {
        if (json.isNull() || json.isMissingNode()) {
            if (JsonSchemas.flag(schema, "nullable")) {
                return NullValue.NULL_VALUE;
            }
            throw new CelError("invalid data, got null for schema with nullable=false");
        }
        if (JsonSchemas.flag(schema, "x-kubernetes-int-or-string")) {
            if (json.isString()) {
                return json.stringValue();
            }
            if (json.isIntegralNumber()) {
                return json.longValue();
            }
            throw new CelError("invalid data, expected XIntOrString value to be either a string or integer");
        }
        String type = schema.path("type").asString("");
        return switch (type) {
            case "object" -> object(json, schema);
            case "array" -> array(json, schema);
            case "string" -> string(json, schema.path("format").asString(""));
            case "number" -> require(json.isNumber(), json, "float").doubleValue();
            case "integer" -> require(json.isIntegralNumber(), json, "int").longValue();
            case "boolean" -> require(json.isBoolean(), json, "bool").booleanValue();
            default -> untyped(json, schema, type);
        };
    }

    private static Object object(JsonNode json, JsonNode schema) {
        if (!(json instanceof ObjectNode fields)) {
            throw new CelError("invalid data, expected a map for the provided schema with type=object");
        }
        boolean embedded = JsonSchemas.flag(schema, "x-kubernetes-embedded-resource");
        return new JsonMap(fields, embedded ? JsonSchemas.withTypeAndMetadata(schema) : schema);
    }

    private static Object array(JsonNode json, JsonNode schema) {
        if (!(json instanceof ArrayNode items)) {
            throw new CelError("invalid data, expected an array for the provided schema with type=array");
        }
        if (!schema.path("items").isObject()) {
            throw new CelError("invalid array type, expected Items with a non-empty Schema");
        }
        return new JsonList(items, schema);
    }

    private static Object untyped(JsonNode json, JsonNode schema, String type) {
        if (JsonSchemas.flag(schema, "x-kubernetes-preserve-unknown-fields")) {
            return new Preserved(json);
        }
        throw new CelError("invalid type, expected object, array, number, integer, boolean or string, or no type with"
                + " x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true, got " + type);
    }

    /** What a schema keeps without knowing it: it can be compared, and nothing else. */
    private record Preserved(JsonNode json) {}

    private static JsonNode require(boolean fits, JsonNode json, String expected) {
        if (!fits) {
            throw new CelError("invalid data, expected " + expected + ", got " + goType(json));
        }
        return json;
    }

    private static String goType(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> json.isIntegralNumber() ? "int64" : "float64";
            default -> "<nil>";
        };
    }

    private static Object string(JsonNode json, String format) {
        String text = require(json.isString(), json, "string").stringValue();
        return switch (format) {
            case "duration" -> GoDurations.parseLoosely(text);
            case "date" -> date(text);
            case "date-time" -> dateTime(text);
            case "byte" -> bytes(text);
            default -> text;
        };
    }

    private static Instant date(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException _) {
            throw new CelError("Invalid date formatted string " + text + ": parsing time \"" + text
                    + "\" as \"2006-01-02\": cannot parse \"" + text + "\" as \"2006\"");
        }
    }

    private static Instant dateTime(String text) {
        Instant time = timestamp(text);
        if (time == null) {
            throw new CelError("Invalid date-time formatted string " + text);
        }
        return time;
    }

    /** An RFC 3339 time; null if it is none. */
    public static @Nullable Instant timestamp(String text) {
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static CelByteString bytes(String text) {
        try {
            return CelByteString.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw new CelError("Invalid byte formatted string " + text + ": illegal base64 data");
        }
    }
}
