package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer without what differs from run to run. */
final class Masked {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern AGE = Pattern.compile("\\d+(s|m|ms)(\\d+s)?");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern GENERATED = Pattern.compile("-[bcdfghjklmnpqrstvwxz2456789]{5}$");
    private static final Map<String, Pattern> CURRENT = Map.of(
            "current: V", Pattern.compile("current: \\d+"),
            "record (V)", Pattern.compile("record \\(\\d+\\)"),
            "precondition (V)", Pattern.compile("precondition \\(\\d+\\)"));
    private static final List<String> VERSIONS = List.of("resourceVersion", "continue");

    private Masked() {}

    /** @param whole or the code alone */
    static ObjectNode of(Answer answer, String namespace, boolean whole) {
        ObjectNode shown = NODES.objectNode().put("code", answer.code());
        if (!whole) {
            return shown;
        }
        answer.headers().firstValue("Content-Type").ifPresent(type -> shown.put("type", type));
        answer.headers()
                .allValues("Warning")
                .forEach(warning -> shown.withArray("warnings").add(warning));
        String text = answer.body(Integer.MAX_VALUE).replace(namespace, "NS");
        if (!text.startsWith("{")) {
            return shown.put("text", text);
        }
        ArrayNode documents = NODES.arrayNode();
        boolean stream = text.startsWith("{\"type\":");
        (stream ? text.lines() : Stream.of(text))
                .map(each -> ObjectJson.mapper().readTree(each))
                .filter(each -> !(stream && comesWithTime(each)))
                .forEach(each -> documents.add(masked("", each)));
        shown.set("body", stream ? documents : documents.get(0));
        return shown;
    }

    /** A bookmark that ends nothing comes when a server thinks it is time. */
    private static boolean comesWithTime(JsonNode event) {
        return event.path("type").asString("").equals("BOOKMARK")
                && event.at("/object/metadata/annotations").isMissingNode();
    }

    private static JsonNode masked(String name, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> fields(object);
            case ArrayNode list -> items(name, list);
            default -> node.isString() ? NODES.stringNode(text(name, node.stringValue())) : node;
        };
    }

    /** What columns are for is told in everyone's own words. */
    private static ObjectNode fields(ObjectNode object) {
        ObjectNode masked = NODES.objectNode();
        object.propertyNames().stream()
                .filter(name -> !(name.equals("description") && object.has("priority")))
                .sorted()
                .forEach(name -> masked.set(name, masked(name, object.path(name))));
        return masked;
    }

    /** Items of typed lists need not repeat their kind; here they never do. */
    private static ArrayNode items(String name, ArrayNode list) {
        ArrayNode masked = NODES.arrayNode();
        list.forEach(item -> {
            JsonNode each = masked(name, item);
            if (name.equals("items") && each instanceof ObjectNode object) {
                object.remove(List.of("apiVersion", "kind"));
            }
            masked.add(each);
        });
        return masked;
    }

    /** The same answers with managers in one order: a server's depends on the second in which each wrote last. */
    static JsonNode ordered(JsonNode answers) {
        JsonNode copy = answers.deepCopy();
        copy.findValues("managedFields").forEach(managers -> {
            if (managers instanceof ArrayNode list) {
                List<JsonNode> sorted = new ArrayList<>(list.valueStream().toList());
                sorted.sort(Comparator.comparing(JsonNode::toString));
                list.removeAll();
                list.addAll(sorted);
            }
        });
        return copy;
    }

    private static String text(String name, String value) {
        if (VERSIONS.contains(name)) {
            return value.isEmpty() ? "" : "V";
        }
        String masked = TIME.matcher(UID.matcher(value).replaceAll("UID")).replaceAll("TIME");
        for (Map.Entry<String, Pattern> current : CURRENT.entrySet()) {
            masked = current.getValue().matcher(masked).replaceAll(current.getKey());
        }
        if (name.equals("cells") && AGE.matcher(masked).matches()) {
            return "AGE";
        }
        return name.equals("name") ? GENERATED.matcher(masked).replaceAll("-XXXXX") : masked;
    }
}
