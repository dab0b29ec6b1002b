package dev.flotilla.api.status;

import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class StatusJson {
    private StatusJson() {}

    static ObjectNode render(StatusError error) {
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", error.message());
        putUnlessEmpty(status, "reason", error.reason());
        error.details().ifPresent(details -> details(status.putObject("details"), details));
        return status.put("code", error.code());
    }

    private static void details(ObjectNode into, StatusError.Details details) {
        putUnlessEmpty(into, "name", details.name());
        putUnlessEmpty(into, "group", details.group());
        putUnlessEmpty(into, "kind", details.kind());
        putUnlessEmpty(into, "uid", details.uid());
        if (!details.causes().isEmpty()) {
            ArrayNode causes = into.putArray("causes");
            for (FieldError cause : details.causes()) {
                ObjectNode each =
                        causes.addObject().put("reason", cause.reason().label());
                each.put("message", cause.detail());
                putUnlessEmpty(each, "field", cause.field());
            }
        }
        details.retryAfterSeconds().ifPresent(seconds -> into.put("retryAfterSeconds", seconds));
    }

    private static void putUnlessEmpty(ObjectNode into, String field, String value) {
        if (!value.isEmpty()) {
            into.put(field, value);
        }
    }
}
