package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads Kubernetes' protobuf bodies by the numbers in the table, into the same trees that JSON gives. */
final class ProtobufDecoder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int DEPTH_MAX = 400;

    private int depth;

    private ProtobufDecoder() {}

    /** An opened envelope: what the body says it is, and its bytes. */
    record Message(String apiVersion, String kind, ProtobufReader raw) {
        /** To be called once: the bytes are read as they go. */
        ObjectNode decode(TypeSchema.Struct type) {
            return new ProtobufDecoder().struct(raw, type);
        }
    }

    static Message open(byte[] body) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= body.length || body[i] != MAGIC[i]) {
                throw new DecodeFailure(
                        "provided data does not appear to be a protobuf message, expected prefix [107 56" + " 115 0]");
            }
        }
        ProtobufReader envelope = new ProtobufReader(body, MAGIC.length, body.length);
        String apiVersion = "";
        String kind = "";
        ProtobufReader raw = new ProtobufReader(body, 0, 0);
        while (envelope.next()) {
            switch (envelope.field()) {
                case 1 -> {
                    ProtobufReader type = envelope.message();
                    while (type.next()) {
                        switch (type.field()) {
                            case 1 -> apiVersion = type.text();
                            case 2 -> kind = type.text();
                            default -> type.skip();
                        }
                    }
                }
                case 2 -> raw = envelope.message();
                default -> envelope.skip();
            }
        }
        return new Message(apiVersion, kind, raw);
    }

    private ObjectNode struct(ProtobufReader message, TypeSchema.Struct type) {
        if (++depth > DEPTH_MAX) {
            throw new DecodeFailure("proto: message nested deeper than " + DEPTH_MAX);
        }
        Map<String, JsonNode> values = new HashMap<>();
        read(message, ProtobufFields.of(type), values);
        depth--;
        return StructWriter.write(type, values);
    }

    private void read(ProtobufReader message, ProtobufFields fields, Map<String, JsonNode> values) {
        while (message.next()) {
            ProtobufFields inlined = fields.inlined().get(message.field());
            Field field = fields.fields().get(message.field());
            if (inlined != null) {
                read(message.message(), inlined, values);
            } else if (field != null) {
                values.put(field.name(), field(message, field.type(), values.get(field.name())));
            } else {
                message.skip();
            }
        }
    }

    /** @param before what earlier occurrences of the field gave: lists and maps come in pieces */
    private JsonNode field(ProtobufReader at, TypeSchema type, @Nullable JsonNode before) {
        if (type instanceof TableType.Wrapped wrapped) {
            return wrapped(at.message(), wrapped.list());
        }
        return switch (type.resolved()) {
            case TypeSchema.ListOf list ->
                append(at, list, before instanceof ArrayNode array ? array : NODES.arrayNode());
            case TypeSchema.MapOf map -> put(at, map, before);
            case TypeSchema.Struct _, TypeSchema.Scalar _, TypeSchema.Any _ -> single(at, type);
            case TypeSchema.Reference _ -> throw new IllegalStateException("a resolved type is no reference");
        };
    }

    private ArrayNode wrapped(ProtobufReader message, TypeSchema.ListOf list) {
        ArrayNode items = NODES.arrayNode();
        while (message.next()) {
            if (message.field() == 1) {
                append(message, list, items);
            } else {
                message.skip();
            }
        }
        return items;
    }

    private ArrayNode append(ProtobufReader at, TypeSchema.ListOf list, ArrayNode items) {
        boolean packed = at.isMessage()
                && list.item() instanceof TypeSchema.Scalar(TypeSchema.ScalarKind kind)
                && isNumber(kind);
        if (!packed) {
            return items.add(single(at, list.item()));
        }
        ProtobufReader numbers = at.message();
        while (!numbers.atEnd()) {
            boolean decimal = list.item().equals(new TypeSchema.Scalar(TypeSchema.ScalarKind.DOUBLE));
            items.add(decimal ? GoText.number(numbers.packedDecimal()) : GoText.integer(numbers.packedNumber()));
        }
        return items;
    }

    private static boolean isNumber(TypeSchema.ScalarKind kind) {
        return switch (kind) {
            case BOOL, INT32, INT64, DOUBLE -> true;
            case STRING, BYTES, INT_OR_STRING, QUANTITY, TIME, MICRO_TIME, DURATION -> false;
        };
    }

    private ObjectNode put(ProtobufReader at, TypeSchema.MapOf map, @Nullable JsonNode before) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        if (before != null) {
            before.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        }
        ProtobufReader entry = at.message();
        String key = "";
        JsonNode value = StructWriter.zero(map.value());
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = GoText.clean(entry.text());
                case 2 -> value = field(entry, map.value(), null);
                default -> entry.skip();
            }
        }
        entries.put(key, value);
        return StructWriter.writeMap(entries);
    }

    private JsonNode single(ProtobufReader at, TypeSchema type) {
        if (type instanceof TableType.SchemaOr either) {
            return schemaOr(at.message(), either);
        }
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> struct(at.message(), struct);
            case TypeSchema.Scalar(TypeSchema.ScalarKind kind) -> scalar(at, kind);
            case TypeSchema.Any _ -> raw(at.message());
            case TypeSchema.ListOf _, TypeSchema.MapOf _, TypeSchema.Reference _ ->
                throw new IllegalStateException("a list's item is no list: protobuf has no such type");
        };
    }

    private JsonNode scalar(ProtobufReader at, TypeSchema.ScalarKind kind) {
        return switch (kind) {
            case STRING -> NODES.stringNode(GoText.clean(at.text()));
            case BOOL -> NODES.booleanNode(at.number() != 0);
            case INT32 -> NODES.numberNode((int) at.number());
            case INT64 -> GoText.integer(at.number());
            case DOUBLE -> GoText.number(at.decimal());
            case BYTES -> NODES.stringNode(Base64.getEncoder().encodeToString(at.bytes()));
            case INT_OR_STRING -> intOrString(at.message());
            case QUANTITY -> quantity(at.message());
            case TIME -> time(at.message(), false);
            case MICRO_TIME -> time(at.message(), true);
            case DURATION -> NODES.stringNode(GoDuration.format(only(at.message())));
        };
    }

    private static long only(ProtobufReader message) {
        long value = 0;
        while (message.next()) {
            if (message.field() == 1) {
                value = message.number();
            } else {
                message.skip();
            }
        }
        return value;
    }

    private static JsonNode intOrString(ProtobufReader message) {
        long type = 0;
        int number = 0;
        String text = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> type = message.number();
                case 2 -> number = (int) message.number();
                case 3 -> text = message.text();
                default -> message.skip();
            }
        }
        return type == 0 ? NODES.numberNode(number) : NODES.stringNode(GoText.clean(text));
    }

    private static JsonNode quantity(ProtobufReader message) {
        String text = "0";
        while (message.next()) {
            if (message.field() == 1) {
                text = message.text();
            } else {
                message.skip();
            }
        }
        try {
            return NODES.stringNode(Quantity.parse(text).canonical());
        } catch (IllegalArgumentException e) {
            throw new DecodeFailure(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode time(ProtobufReader message, boolean micros) {
        if (message.atEnd()) {
            return NODES.nullNode();
        }
        long seconds = 0;
        long nanos = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> seconds = message.number();
                case 2 -> nanos = message.number();
                default -> message.skip();
            }
        }
        try {
            return NODES.stringNode(GoTime.format(Instant.ofEpochSecond(seconds, micros ? nanos : 0), micros));
        } catch (DateTimeException | ArithmeticException e) {
            throw new DecodeFailure("proto: a time lies outside of what can be written: " + seconds + " seconds");
        }
    }

    private static JsonNode raw(ProtobufReader message) {
        byte[] json = {};
        while (message.next()) {
            if (message.field() == 1) {
                json = message.bytes();
            } else {
                message.skip();
            }
        }
        return json.length == 0 ? NODES.nullNode() : RawJson.read(json);
    }

    private JsonNode schemaOr(ProtobufReader message, TableType.SchemaOr either) {
        TypeSchema.Struct type = either.schema().resolve();
        boolean allows = false;
        JsonNode schema = NODES.nullNode();
        ArrayNode several = NODES.arrayNode();
        boolean bool = either.alternative() == TableType.SchemaOr.Alternative.BOOL;
        int schemaField = bool ? 2 : 1;
        while (message.next()) {
            if (message.field() == schemaField) {
                schema = struct(message.message(), type);
            } else if (bool && message.field() == 1) {
                allows = message.number() != 0;
            } else if (message.field() == 2) {
                several.add(
                        either.alternative() == TableType.SchemaOr.Alternative.ARRAY
                                ? struct(message.message(), type)
                                : NODES.stringNode(GoText.clean(message.text())));
            } else {
                message.skip();
            }
        }
        if (bool && schema.isNull()) {
            return NODES.booleanNode(allows);
        }
        return several.isEmpty() ? schema : several;
    }
}
