package dev.flotilla.api.schema.rule;

import tools.jackson.databind.JsonNode;

/**
 * One entry of {@code x-kubernetes-validations}.
 *
 * @param text the expression
 * @param reason Kubernetes' word for a refusal; empty for its default
 * @param optionalOldSelf whether {@code oldSelf} is an optional, so that the rule also holds where nothing was before
 */
record Rule(
        String text,
        String message,
        String messageExpression,
        String reason,
        String fieldPath,
        boolean optionalOldSelf) {
    static Rule of(JsonNode json) {
        return new Rule(
                json.path("rule").asString(""),
                json.path("message").asString(""),
                json.path("messageExpression").asString(""),
                json.path("reason").asString(""),
                json.path("fieldPath").asString(""),
                json.path("optionalOldSelf").asBoolean(false));
    }

    /** What stands for the rule in messages about it. */
    String shown() {
        return message.isEmpty() ? text.strip() : message.strip();
    }

    /** What is said where the rule does not hold and computes no message. */
    String failure() {
        return message.isEmpty() ? "failed rule: " + text.strip() : message.strip();
    }
}
