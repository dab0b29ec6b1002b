package dev.flotilla.api.schema.validation;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the conditions of a webhook or a policy must say, beside their expressions. */
final class MatchConditionRules {
    private static final int CONDITIONS_MAX = 64;

    private final Checks found;

    MatchConditionRules(Checks found) {
        this.found = found;
    }

    void check(String field, JsonNode conditions) {
        if (conditions.size() > CONDITIONS_MAX) {
            found.tooMany(field, conditions.size(), CONDITIONS_MAX);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String at = field + "[" + i + "]";
            if (conditions.get(i).path("expression").asString("").isBlank()) {
                found.required(at + ".expression");
            }
            String name = conditions.get(i).path("name").asString("");
            if (name.isEmpty()) {
                found.required(at + ".name");
            } else {
                found.invalid(at + ".name", name, Names.qualifiedName(name));
                if (!names.add(name)) {
                    found.duplicate(at + ".name", name);
                }
            }
        }
    }
}
