package dev.flotilla.api.schema.rule;

import dev.flotilla.api.cel.value.JsonSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The compiled rules of one place of a schema and of what lies beneath it.
 *
 * @param schema of the place, as values are read by it
 * @param alternatives the rules inside {@code allOf}, which see the same place
 */
record RuleNode(
        JsonNode schema,
        List<CompiledRule> rules,
        @Nullable RuleNode items,
        @Nullable RuleNode values,
        Map<String, RuleNode> properties,
        List<RuleNode> alternatives) {
    RuleNode {
        rules = List.copyOf(rules);
        properties = Map.copyOf(properties);
        alternatives = List.copyOf(alternatives);
    }

    /** The rules of a whole schema; empty if it has none. */
    static Optional<RuleNode> compile(JsonNode schema) {
        if (!holdsRules(schema)) {
            return Optional.empty();
        }
        return node(schema, schema, true);
    }

    private static boolean holdsRules(JsonNode schema) {
        return !schema.findValues("x-kubernetes-validations").isEmpty();
    }

    /** @param rules where the rules stand: the place's own schema, or one of its {@code allOf} */
    private static Optional<RuleNode> node(JsonNode rules, JsonNode place, boolean resource) {
        List<Rule> own = rules(rules);
        List<CompiledRule> compiled = own.isEmpty()
                ? List.of()
                : DeclaredType.of(place, resource)
                        .map(type -> CompiledRule.compile(own, type))
                        .orElse(List.of());
        Optional<RuleNode> items = child(rules.path("items"), place.path("items"));
        Optional<RuleNode> values = child(rules.path("additionalProperties"), place.path("additionalProperties"));
        Map<String, RuleNode> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : rules.path("properties").properties()) {
            child(property.getValue(), place.path("properties").path(property.getKey()))
                    .ifPresent(node -> properties.put(property.getKey(), node));
        }
        List<RuleNode> alternatives = new ArrayList<>();
        for (JsonNode each : rules.path("allOf")) {
            node(each, place, resource).ifPresent(alternatives::add);
        }
        if (compiled.isEmpty()
                && items.isEmpty()
                && values.isEmpty()
                && properties.isEmpty()
                && alternatives.isEmpty()) {
            return Optional.empty();
        }
        JsonNode seen = resource ? JsonSchemas.withTypeAndMetadata(place) : place;
        return Optional.of(
                new RuleNode(seen, compiled, items.orElse(null), values.orElse(null), properties, alternatives));
    }

    private static Optional<RuleNode> child(JsonNode rules, JsonNode place) {
        boolean embedded = place.path("x-kubernetes-embedded-resource").asBoolean(false);
        return rules.isObject() && place.isObject() ? node(rules, place, embedded) : Optional.empty();
    }

    static List<Rule> rules(JsonNode schema) {
        return schema.path("x-kubernetes-validations")
                .valueStream()
                .map(Rule::of)
                .toList();
    }
}
