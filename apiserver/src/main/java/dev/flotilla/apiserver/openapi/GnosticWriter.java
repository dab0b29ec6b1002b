package dev.flotilla.apiserver.openapi;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Writes an OpenAPI v2 document as the protobuf message {@code openapi.v2.Document} of gnostic, which kubectl up to
 * 1.28 and Argo CD ask for. What has no place in that message is left out.
 */
final class GnosticWriter {
    /**
     * Message, then its fields: JSON name, number, and what it holds. {@code any} is YAML text, {@code named} a map
     * whose entries are messages of a name and a value, {@code x} the number under which {@code x-} fields go.
     */
    private static final String TABLE = """
        Document swagger=1:text info=2:Info host=3:text basePath=4:text schemes=5:texts consumes=6:texts \
          produces=7:texts paths=8:Paths definitions=9:Schemas x=16
        Info title=1:text version=2:text description=3:text x=7
        PathItem get=2:Operation put=3:Operation post=4:Operation delete=5:Operation options=6:Operation \
          head=7:Operation patch=8:Operation parameters=9:Parameter[] x=10
        Operation tags=1:texts summary=2:text description=3:text operationId=5:text produces=6:texts \
          consumes=7:texts parameters=8:Parameter[] responses=9:Responses schemes=10:texts deprecated=11:bool x=13
        Body description=1:text name=2:text in=3:text required=4:bool schema=5:Schema x=6
        Header required=1:bool in=2:text description=3:text name=4:text type=5:text format=6:text x=22
        Query required=1:bool in=2:text description=3:text name=4:text type=6:text format=7:text \
          uniqueItems=20:bool x=23
        Path required=1:bool in=2:text description=3:text name=4:text type=5:text format=6:text \
          uniqueItems=19:bool x=22
        Response description=1:text schema=2:SchemaItem x=5
        Schema $ref=1:text format=2:text title=3:text description=4:text default=5:any multipleOf=6:double \
          maximum=7:double exclusiveMaximum=8:bool minimum=9:double exclusiveMinimum=10:bool maxLength=11:int \
          minLength=12:int pattern=13:text maxItems=14:int minItems=15:int uniqueItems=16:bool \
          maxProperties=17:int minProperties=18:int required=19:texts enum=20:any[] \
          additionalProperties=21:SchemaOrBool type=22:Type items=23:Items allOf=24:Schema[] \
          properties=25:Schemas discriminator=26:text readOnly=27:bool example=30:any x=31
        """;

    /** @param holds what kind of value, or the name of the message */
    private record Slot(int number, String holds) {}

    private static final Map<String, Map<String, Slot>> MESSAGES = messages();

    private GnosticWriter() {}

    static byte[] write(JsonNode document) {
        return message("Document", document).bytes();
    }

    private static Map<String, Map<String, Slot>> messages() {
        Map<String, Map<String, Slot>> messages = new HashMap<>();
        for (String line : TABLE.strip().split("\n")) {
            String[] words = line.strip().split("\\s+");
            Map<String, Slot> slots = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] parts = words[i].split("[=:]", 3);
                slots.put(parts[0], new Slot(Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : ""));
            }
            messages.put(words[0], Map.copyOf(slots));
        }
        return Map.copyOf(messages);
    }

    private static ProtobufMessage message(String type, JsonNode json) {
        return switch (type) {
            case "Paths" -> named(2, "PathItem", json);
            case "Schemas" -> named(1, "Schema", json);
            case "Responses" -> named(1, "ResponseValue", json);
            case "ResponseValue", "SchemaItem" ->
                new ProtobufMessage().message(1, message(type.equals("SchemaItem") ? "Schema" : "Response", json));
            case "SchemaOrBool" ->
                json.isBoolean()
                        ? new ProtobufMessage().number(2, json.booleanValue() ? 1 : 0)
                        : new ProtobufMessage().message(1, message("Schema", json));
            case "Type" -> new ProtobufMessage().text(1, json.asString(""));
            case "Items" -> new ProtobufMessage().message(1, message("Schema", json));
            case "Parameter" -> parameter(json);
            default -> fields(type, json);
        };
    }

    private static ProtobufMessage parameter(JsonNode json) {
        ProtobufMessage parameter = new ProtobufMessage();
        switch (json.path("in").asString("")) {
            case "body" -> parameter.message(1, fields("Body", json));
            case "header" -> parameter.message(2, new ProtobufMessage().message(1, fields("Header", json)));
            case "query" -> parameter.message(2, new ProtobufMessage().message(3, fields("Query", json)));
            default -> parameter.message(2, new ProtobufMessage().message(4, fields("Path", json)));
        }
        return new ProtobufMessage().message(1, parameter);
    }

    private static ProtobufMessage fields(String type, JsonNode json) {
        Map<String, Slot> slots = MESSAGES.getOrDefault(type, Map.of());
        ProtobufMessage message = new ProtobufMessage();
        json.properties().forEach(field -> {
            Slot slot = slots.get(field.getKey());
            Slot extension = slots.get("x");
            if (slot != null) {
                value(message, slot, field.getValue());
            } else if (field.getKey().startsWith("x-") && extension != null) {
                message.message(
                        extension.number(),
                        new ProtobufMessage().text(1, field.getKey()).message(2, any(field.getValue())));
            }
        });
        return message;
    }

    private static void value(ProtobufMessage message, Slot slot, JsonNode json) {
        int number = slot.number();
        switch (slot.holds()) {
            case "text" -> message.text(number, json.asString(""));
            case "texts" -> json.forEach(each -> message.text(number, each.asString("")));
            case "bool" -> message.number(number, json.asBoolean(false) ? 1 : 0);
            case "int" -> message.number(number, json.asLong(0));
            case "double" -> message.decimal(number, json.asDouble(0));
            case "any" -> message.message(number, any(json));
            case "any[]" -> json.forEach(each -> message.message(number, any(each)));
            case "Schema[]", "Parameter[]" -> {
                String type = slot.holds().substring(0, slot.holds().length() - 2);
                json.forEach(each -> message.message(number, message(type, each)));
            }
            default -> message.message(number, message(slot.holds(), json));
        }
    }

    private static ProtobufMessage named(int number, String type, JsonNode map) {
        ProtobufMessage message = new ProtobufMessage();
        map.properties()
                .forEach(entry -> message.message(
                        number,
                        new ProtobufMessage().text(1, entry.getKey()).message(2, message(type, entry.getValue()))));
        return message;
    }

    /** A value of any type is its YAML, of which JSON is a part. */
    private static ProtobufMessage any(JsonNode value) {
        return new ProtobufMessage().text(2, value + "\n");
    }
}
