package dev.flotilla.api.schema.rule;

import dev.flotilla.api.cel.cost.Range;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks the rules of a schema before it is accepted: that they compile, and that they cannot cost too much. */
public final class RuleChecks {
    private static final long RULE_LIMIT = 10_000_000;
    private static final long SCHEMA_LIMIT = 100_000_000;
    private static final int EXPENSIVE_SHOWN = 4;
    private static final TreeSet<String> REASONS = new TreeSet<>(
            List.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"));

    private record Cost(String path, long units) {}

    private final Function<JsonNode, String> shown;
    private final List<FieldError> errors = new ArrayList<>();
    private final List<Cost> expensive = new ArrayList<>();
    private long total;

    private RuleChecks(Function<JsonNode, String> shown) {
        this.shown = shown;
    }

    /**
     * Where a path in a schema leads.
     *
     * @param problem why it leads nowhere; empty if it leads somewhere
     */
    public record Place(String path, JsonNode schema, String problem) {}

    /** Resolves a path without brackets. */
    public static Place place(String path, JsonNode schema) {
        FieldPaths.Target target = FieldPaths.resolve(path, schema, false);
        return new Place(target.path(), target.schema(), target.problem());
    }

    /**
     * What is wrong with the rules of a structural schema.
     *
     * @param shown a rule, as messages show it
     */
    public static List<FieldError> check(JsonNode schema, String path, Function<JsonNode, String> shown) {
        RuleChecks checks = new RuleChecks(shown);
        checks.node(schema, path, 1, true, null);
        checks.total(path);
        return checks.errors;
    }

    private void total(String path) {
        if (total <= SCHEMA_LIMIT) {
            return;
        }
        expensive.sort(Comparator.comparingLong(Cost::units).reversed());
        expensive.stream()
                .limit(EXPENSIVE_SHOWN)
                .forEach(cost -> errors.add(FieldError.forbidden(
                        cost.path(),
                        "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")));
        errors.add(FieldError.forbidden(
                path,
                exceeded(
                        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                        total,
                        SCHEMA_LIMIT)));
    }

    /**
     * @param cardinality how often the place can occur in one object; no bound is {@link Range#MAX}
     * @param uncorrelated the path of the list above whose items have no counterpart in the old object
     */
    private void node(JsonNode schema, String path, long cardinality, boolean resource, @Nullable String uncorrelated) {
        if (!schema.isObject()) {
            return;
        }
        long inner = within(schema, cardinality);
        node(schema.path("additionalProperties"), path + ".additionalProperties", inner, false, uncorrelated);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode child = property.getValue();
            boolean embedded = child.path("x-kubernetes-embedded-resource").asBoolean(false);
            node(child, path + ".properties[" + property.getKey() + "]", inner, embedded, uncorrelated);
        }
        boolean keyed = schema.path("x-kubernetes-list-type").asString("").equals("map");
        JsonNode items = schema.path("items");
        node(
                items,
                path + ".items",
                inner,
                items.path("x-kubernetes-embedded-resource").asBoolean(false),
                keyed || uncorrelated != null ? uncorrelated : path);
        rules(schema, path, cardinality, resource, uncorrelated);
    }

    private static long within(JsonNode schema, long cardinality) {
        boolean map = schema.has("additionalProperties");
        boolean list = schema.path("type").asString("").equals("array");
        if (!map && !list) {
            return cardinality;
        }
        JsonNode max = schema.path(map ? "maxProperties" : "maxItems");
        if (!max.isNumber() || cardinality == Range.MAX) {
            return Range.MAX;
        }
        return multiplied(cardinality, Math.max(0, max.longValue()));
    }

    private static long multiplied(long left, long right) {
        return right != 0 && left > Range.MAX / right ? Range.MAX - 1 : left * right;
    }

    private void rules(
            JsonNode schema, String path, long cardinality, boolean resource, @Nullable String uncorrelated) {
        List<Rule> rules = RuleNode.rules(schema);
        if (rules.isEmpty()) {
            return;
        }
        int before = errors.size();
        for (int i = 0; i < rules.size(); i++) {
            form(rules.get(i), schema, path + ".x-kubernetes-validations[" + i + "]");
        }
        Optional<DeclaredType> type = DeclaredType.of(schema, resource);
        if (errors.size() > before || type.isEmpty()) {
            return;
        }
        List<CompiledRule> compiled = CompiledRule.compile(rules, type.get());
        for (int i = 0; i < compiled.size(); i++) {
            String at = path + ".x-kubernetes-validations[" + i + "]";
            String value = shown.apply(schema.path("x-kubernetes-validations").get(i));
            long count = cardinality == Range.MAX ? type.get().cardinality() : cardinality;
            compiled(compiled.get(i), at, value, count, uncorrelated);
        }
    }

    private void compiled(CompiledRule compiled, String at, String value, long count, @Nullable String uncorrelated) {
        cost(at + ".rule", "estimated rule cost", multiplied(compiled.maxCost(), count));
        if (!compiled.error().isEmpty()) {
            errors.add(FieldError.invalid(at + ".rule", value, compiled.error()));
        }
        if (!compiled.messageError().isEmpty()) {
            errors.add(FieldError.invalid(at + ".messageExpression", value, compiled.messageError()));
        } else if (compiled.message() != null) {
            cost(at + ".messageExpression", "estimated messageExpression cost", compiled.messageMaxCost());
        }
        if (compiled.usesOldSelf() && uncorrelated != null) {
            errors.add(FieldError.invalid(
                    at + ".rule",
                    '"' + compiled.rule().text().replace("\\", "\\\\").replace("\"", "\\\"") + '"',
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within " + uncorrelated));
        }
        if (!compiled.usesOldSelf() && compiled.rule().optionalOldSelf()) {
            errors.add(FieldError.invalid(
                    at + ".optionalOldSelf", "true", "may not be set if oldSelf is not used in rule"));
        }
    }

    private void cost(String path, String name, long units) {
        if (units > RULE_LIMIT) {
            errors.add(FieldError.forbidden(path, exceeded(name, units, RULE_LIMIT)));
        }
        total = units > Range.MAX - total ? Range.MAX : total + units;
        if (units >= SCHEMA_LIMIT / 100) {
            expensive.add(new Cost(path, units));
        }
    }

    private static String exceeded(String name, long units, long limit) {
        double factor = (double) units / limit;
        String times = factor > 100
                ? "more than 100x"
                : factor < 1.5
                        ? String.format(Locale.ROOT, "%fx", factor)
                        : String.format(Locale.ROOT, "%.1fx", factor);
        return name + " exceeds budget by factor of " + times
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                + " strings are declared)";
    }

    private void form(Rule rule, JsonNode schema, String at) {
        boolean lines = rule.text().strip().matches("(?s).*[\n\r].*");
        if (rule.text().isBlank()) {
            errors.add(FieldError.required(at + ".rule", "rule is not specified"));
        } else if (!rule.message().isEmpty() && rule.message().isBlank()) {
            errors.add(
                    FieldError.invalid(at + ".message", '"' + rule.message() + '"', "must be non-empty if specified"));
        } else if (rule.message().strip().matches("(?s).*[\n\r].*")) {
            errors.add(FieldError.invalid(
                    at + ".message", '"' + rule.message().replace("\n", "\\n") + '"', "must not contain line breaks"));
        } else if (lines && rule.message().isBlank()) {
            errors.add(FieldError.required(at + ".message", "message must be specified if rule contains line breaks"));
        }
        if (!rule.messageExpression().isEmpty() && rule.messageExpression().isBlank()) {
            errors.add(
                    FieldError.required(at + ".messageExpression", "messageExpression must be non-empty if specified"));
        }
        if (!rule.reason().isEmpty() && !REASONS.contains(rule.reason())) {
            errors.add(FieldError.notSupported(at + ".reason", rule.reason(), REASONS));
        }
        if (!rule.fieldPath().isEmpty()
                && !FieldPaths.resolve(rule.fieldPath(), schema, true).problem().isEmpty()) {
            errors.add(FieldError.invalid(at + ".fieldPath", '"' + rule.fieldPath() + '"', "must be a valid path"));
        }
    }
}
