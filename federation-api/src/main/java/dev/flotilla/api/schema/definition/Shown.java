package dev.flotilla.api.schema.definition;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values as messages show them. */
final class Shown {
    private Shown() {}

    static String text(String value) {
        return JsonNodeFactory.instance.stringNode(value).toString();
    }

    static String json(JsonNode value) {
        return value.toString();
    }

    /** A rule as Kubernetes prints one: all its fields, named as in its own code, with HTML's signs escaped. */
    static String rule(JsonNode rule) {
        var shown = JsonNodeFactory.instance.objectNode();
        shown.put("Rule", rule.path("rule").asString(""));
        shown.put("Message", rule.path("message").asString(""));
        shown.put("MessageExpression", rule.path("messageExpression").asString(""));
        shown.set("Reason", rule.has("reason") ? rule.path("reason") : JsonNodeFactory.instance.nullNode());
        shown.put("FieldPath", rule.path("fieldPath").asString(""));
        shown.set(
                "OptionalOldSelf",
                rule.has("optionalOldSelf") ? rule.path("optionalOldSelf") : JsonNodeFactory.instance.nullNode());
        return shown.toString().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }
}
