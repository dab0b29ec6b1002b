package dev.flotilla.apiserver.oidc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which claim says something, and what is put before it.
 *
 * @param claim a top-level claim's name
 */
record ClaimMapping(String claim, String prefix) {
    /** @return empty if the claim is absent, or no text */
    Optional<String> text(JsonNode claims) {
        JsonNode value = claims.path(claim);
        return value.isString() && !value.asString().isEmpty()
                ? Optional.of(prefix + value.asString())
                : Optional.empty();
    }

    /** @return one text or each of a list's; empty if the claim is absent or something else is in it */
    Optional<List<String>> texts(JsonNode claims) {
        JsonNode value = claims.path(claim);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.of(List.of());
        }
        if (value.isString()) {
            return Optional.of(value.asString().isEmpty() ? List.of() : List.of(prefix + value.asString()));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isString()) {
                return Optional.empty();
            }
            texts.add(prefix + each.asString());
        }
        return value.isArray() ? Optional.of(texts) : Optional.empty();
    }
}
