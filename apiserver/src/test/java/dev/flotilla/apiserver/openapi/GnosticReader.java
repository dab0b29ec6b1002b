package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.store.ObjectJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the parts of gnostic's {@code openapi.v2.Document} that this server writes, by numbers of its own. */
final class GnosticReader {
    private record Field(int number, ByteBuffer bytes, long varint) {
        String text() {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }

        List<Field> fields() {
            return GnosticReader.fields(bytes.duplicate());
        }
    }

    private GnosticReader() {}

    static JsonNode read(byte[] document) {
        ObjectNode json = node();
        for (Field field : fields(ByteBuffer.wrap(document))) {
            switch (field.number()) {
                case 1 -> json.put("swagger", field.text());
                case 2 -> {
                    ObjectNode info = json.putObject("info");
                    field.fields().forEach(each -> info.put(each.number() == 1 ? "title" : "version", each.text()));
                }
                case 8 -> named(field, json.putObject("paths"), GnosticReader::pathItem);
                case 9 -> named(field, json.putObject("definitions"), GnosticReader::schema);
                default -> throw new AssertionError("Document." + field.number());
            }
        }
        return json;
    }

    private interface Reader {
        JsonNode read(Field field);
    }

    private static void named(Field map, ObjectNode into, Reader reader) {
        for (Field entry : map.fields()) {
            List<Field> parts = entry.fields();
            into.set(parts.get(0).text(), reader.read(parts.get(1)));
        }
    }

    private static JsonNode pathItem(Field item) {
        ObjectNode json = node();
        String[] methods = {"", "", "get", "put", "post", "delete", "options", "head", "patch"};
        item.fields().forEach(each -> json.set(methods[each.number()], operation(each)));
        return json;
    }

    private static JsonNode operation(Field operation) {
        ObjectNode json = node();
        for (Field field : operation.fields()) {
            switch (field.number()) {
                case 5 -> json.put("operationId", field.text());
                case 7 -> json.withArray("consumes").add(field.text());
                case 8 -> json.withArray("parameters").add(parameter(field));
                case 9 ->
                    named(
                            field,
                            json.putObject("responses"),
                            value -> response(value.fields().getFirst()));
                case 13 -> extension(field, json);
                default -> throw new AssertionError("Operation." + field.number());
            }
        }
        return json;
    }

    private static JsonNode parameter(Field item) {
        Field oneOf = item.fields().getFirst().fields().getFirst();
        boolean body = oneOf.number() == 1;
        Field parameter = body ? oneOf : oneOf.fields().getFirst();
        boolean query = parameter.number() == 3;
        ObjectNode json = node();
        for (Field field : parameter.fields()) {
            int number = field.number();
            if (body && number == 5) {
                json.set("schema", schema(field));
            } else if (number == (body ? 2 : 4)) {
                json.put("name", field.text());
            } else if (number == (body ? 4 : 1)) {
                json.put("required", field.varint() == 1);
            } else if (number == (body ? 3 : 2)) {
                json.put("in", field.text());
            } else if (number == (query ? 6 : 5)) {
                json.put("type", field.text());
            } else if (number == (query ? 20 : 19)) {
                json.put("uniqueItems", field.varint() == 1);
            } else {
                throw new AssertionError("Parameter." + number);
            }
        }
        return json;
    }

    private static JsonNode response(Field response) {
        ObjectNode json = node();
        for (Field field : response.fields()) {
            if (field.number() == 1) {
                json.put("description", field.text());
            } else {
                json.set("schema", schema(field.fields().getFirst()));
            }
        }
        return json;
    }

    private static JsonNode schema(Field schema) {
        ObjectNode json = node();
        String[] texts = new String[32];
        texts[1] = "$ref";
        texts[2] = "format";
        texts[3] = "title";
        texts[4] = "description";
        texts[13] = "pattern";
        String[] numbers = new String[32];
        numbers[11] = "maxLength";
        numbers[12] = "minLength";
        numbers[14] = "maxItems";
        numbers[15] = "minItems";
        numbers[17] = "maxProperties";
        numbers[18] = "minProperties";
        for (Field field : schema.fields()) {
            int number = field.number();
            switch (number) {
                case 1, 2, 3, 4, 13 -> json.put(texts[number], field.text());
                case 7 -> decimal(json, "maximum", field);
                case 9 -> decimal(json, "minimum", field);
                case 8 -> json.put("exclusiveMaximum", field.varint() == 1);
                case 10 -> json.put("exclusiveMinimum", field.varint() == 1);
                case 11, 12, 14, 15, 17, 18 -> json.put(numbers[number], field.varint());
                case 16 -> json.put("uniqueItems", field.varint() == 1);
                case 19 -> json.withArray("required").add(field.text());
                case 20 -> json.withArray("enum").add(any(field));
                case 21 -> {
                    Field oneOf = field.fields().getFirst();
                    if (oneOf.number() == 1) {
                        json.set("additionalProperties", schema(oneOf));
                    } else {
                        json.put("additionalProperties", oneOf.varint() == 1);
                    }
                }
                case 22 -> json.put("type", field.fields().getFirst().text());
                case 23 -> json.set("items", schema(field.fields().getFirst()));
                case 25 -> named(field, json.putObject("properties"), GnosticReader::schema);
                case 31 -> extension(field, json);
                default -> throw new AssertionError("Schema." + number);
            }
        }
        return json;
    }

    private static void decimal(ObjectNode json, String name, Field field) {
        double value = Double.longBitsToDouble(field.varint());
        if (value == Math.rint(value)) {
            json.put(name, (long) value);
        } else {
            json.put(name, value);
        }
    }

    private static void extension(Field named, ObjectNode into) {
        List<Field> parts = named.fields();
        into.set(parts.get(0).text(), any(parts.get(1)));
    }

    private static JsonNode any(Field any) {
        return ObjectJson.mapper().readTree(any.fields().getFirst().text());
    }

    private static List<Field> fields(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> fields.add(new Field(number, ByteBuffer.allocate(0), varint(in)));
                case 1 -> fields.add(new Field(number, ByteBuffer.allocate(0), in.getLong()));
                case 2 -> {
                    int length = (int) varint(in);
                    fields.add(new Field(number, in.slice(in.position(), length), 0));
                    in.position(in.position() + length);
                }
                default -> throw new AssertionError("wire type of field " + number);
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static ObjectNode node() {
        return ObjectJson.mapper().createObjectNode();
    }
}
