package dev.flotilla.e2e.fuzz;

import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Says whether an answer is one that Kubernetes could give. */
final class Judge {
    /** What a kube-apiserver itself answers with 500 or 504. */
    private static final List<String> OWN = List.of(
            "\"message\":\"resourceVersion should not be set on objects to be created\"",
            "\"message\":\"unknown patch type: ",
            "does not contain declared merge key: ",
            "doesn't match $setElementOrder list",
            "\"message\":\"failed to create typed patch object (",
            "Too large resource version");

    private Judge() {}

    static void check(Wire.Answer answer) throws Violation {
        boolean noHttp = answer.code() == 501 && answer.text().isEmpty();
        if (answer.code() >= 500 && !noHttp && OWN.stream().noneMatch(answer.text()::contains)) {
            throw new Violation("answered " + answer.code() + ": " + answer.text());
        }
        if (answer.code() >= 400 && answer.type().startsWith("application/json")) {
            JsonNode status = json(answer);
            if (!status.path("kind").asString("").equals("Status")
                    || status.path("code").asInt(0) != answer.code()
                    || status.path("message").asString("").isEmpty()) {
                throw new Violation("no proper Status with " + answer.code() + ": " + status);
            }
        }
        if (answer.code() < 300 && answer.type().startsWith("application/json")) {
            var _ = json(answer);
        }
    }

    private static JsonNode json(Wire.Answer answer) throws Violation {
        try {
            return answer.body().isEmpty() || answer.body().get().length == 0
                    ? ObjectJson.mapper()
                            .createObjectNode()
                            .put("kind", "Status")
                            .put("code", answer.code())
                            .put("message", "-")
                    : ObjectJson.mapper().readTree(answer.body().get());
        } catch (JacksonException e) {
            throw new Violation("the answer is no JSON: " + answer.text());
        }
    }
}
