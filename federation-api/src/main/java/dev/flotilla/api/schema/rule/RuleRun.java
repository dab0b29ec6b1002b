package dev.flotilla.api.schema.rule;

import dev.flotilla.api.cel.Bindings;
import dev.flotilla.api.cel.Evaluation;
import dev.flotilla.api.cel.Program;
import dev.flotilla.api.cel.value.JsonValues;
import dev.flotilla.api.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds one object against the rules of its schema, within one budget. */
final class RuleRun {
    private static final int MESSAGE_MAX_BYTES = 5 * 1024;

    private final List<FieldError> errors = new ArrayList<>();
    private final List<FieldError> warnings = new ArrayList<>();
    private long budget = CelRules.OBJECT_BUDGET;

    private RuleRun() {}

    /** Ends the run: nothing more may be evaluated. */
    private static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("budget spent", null, false, false);
        }
    }

    static CelRules.Findings check(RuleNode root, ObjectNode object, Optional<ObjectNode> old) {
        RuleRun run = new RuleRun();
        Correlation correlation =
                old.map(before -> Correlation.of(object, before)).orElse(Correlation.NONE);
        try {
            run.node(root, "", object, old.orElse(null), correlation);
        } catch (SpentException _) {
            // what was found until then stands
        }
        return new CelRules.Findings(run.errors, run.warnings);
    }

    private void node(RuleNode node, String path, JsonNode value, @Nullable JsonNode old, Correlation correlation) {
        if (value.isNull()) {
            return;
        }
        JsonNode before = old == null || old.isNull() ? null : old;
        rules(node, path, value, before, correlation);
        for (RuleNode alternative : node.alternatives()) {
            node(alternative, path, value, before, correlation.withoutOwn());
        }
        if (value.isArray()) {
            items(node, path, value, before, correlation);
        } else if (value.isObject()) {
            fields(node, path, value, before, correlation);
        }
    }

    private void fields(RuleNode node, String path, JsonNode value, @Nullable JsonNode old, Correlation correlation) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = field.getKey();
            JsonNode before = old == null ? null : old.get(name);
            Correlation inner = correlation.parent() == null && (name.equals("apiVersion") || name.equals("kind"))
                    ? Correlation.NONE
                    : correlation.child(field.getValue(), before);
            RuleNode property = node.properties().get(name);
            if (property != null) {
                String child = path.isEmpty() ? name : path + "." + name;
                node(property, child, field.getValue(), before, inner);
            } else if (node.values() != null) {
                node(node.values(), path + "[" + name + "]", field.getValue(), before, inner);
            }
        }
    }

    private void items(RuleNode node, String path, JsonNode list, @Nullable JsonNode old, Correlation correlation) {
        if (node.items() == null) {
            return;
        }
        boolean keyed =
                node.schema().path("x-kubernetes-list-type").asString("").equals("map");
        Map<List<JsonNode>, JsonNode> before = new HashMap<>();
        if (keyed && old != null) {
            old.forEach(item -> before.put(key(node.schema(), item), item));
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            JsonNode counterpart = keyed ? before.get(key(node.schema(), item)) : null;
            node(node.items(), path + "[" + i + "]", item, counterpart, correlation.child(item, counterpart));
        }
    }

    private static List<JsonNode> key(JsonNode schema, JsonNode item) {
        List<JsonNode> key = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(name -> key.add(item.path(name.asString())));
        return key;
    }

    private void rules(RuleNode node, String path, JsonNode value, @Nullable JsonNode old, Correlation correlation) {
        for (CompiledRule rule : node.rules()) {
            if (!rule.error().isEmpty()) {
                errors.add(invalid(node, path, "rule compile error: " + rule.error()));
            } else if (rule.program() != null) {
                rule(node, rule, rule.program(), path, value, old, correlation);
            }
        }
    }

    private void rule(
            RuleNode node,
            CompiledRule compiled,
            Program program,
            String path,
            JsonNode value,
            @Nullable JsonNode old,
            Correlation correlation) {
        Rule rule = compiled.rule();
        boolean transition = compiled.usesOldSelf();
        if (transition && old == null && !rule.optionalOldSelf()) {
            return;
        }
        if (budget <= 0) {
            errors.add(invalid(
                    node,
                    path,
                    "validation failed due to running out of cost budget, no further validation rules will be run"));
            throw new SpentException();
        }
        Bindings bindings = bindings(node.schema(), rule, value, old);
        Evaluation evaluation = program.evaluate(bindings, Program.CALL_LIMIT);
        spend(node, path, evaluation.cost());
        switch (evaluation.outcome()) {
            case Evaluation.Value(Object result) -> {
                if (!Boolean.TRUE.equals(result)) {
                    refuse(node, compiled, path, value, bindings, !transition && correlation.unchanged());
                }
            }
            case Evaluation.Failed(String message) -> errors.add(invalid(node, path, failure(message, rule)));
            case Evaluation.Cancelled(String message) -> {
                errors.add(invalid(
                        node,
                        path,
                        "'" + message
                                + "': no further validation rules will be run due to call cost exceeds limit for rule: "
                                + rule.shown()));
                throw new SpentException();
            }
        }
    }

    private static String failure(String message, Rule rule) {
        return message.startsWith("no such overload")
                ? "'" + message
                        + "': call arguments did not match a supported operator, function or macro signature for rule: "
                        + rule.shown()
                : message + " evaluating rule: " + rule.shown();
    }

    private void spend(RuleNode node, String path, long cost) {
        if (cost > budget) {
            errors.add(invalid(
                    node,
                    path,
                    "validation failed due to running out of cost budget, no further validation rules will be run"));
            throw new SpentException();
        }
        budget -= cost;
    }

    private static Bindings bindings(JsonNode schema, Rule rule, JsonNode value, @Nullable JsonNode old) {
        return variable -> switch (variable) {
            case CompiledRule.SELF -> JsonValues.of(value, schema);
            case CompiledRule.OLD_SELF -> {
                Object before = old == null ? null : JsonValues.of(old, schema);
                yield rule.optionalOldSelf() ? Optional.ofNullable(before) : before;
            }
            default -> null;
        };
    }

    private void refuse(
            RuleNode node, CompiledRule compiled, String path, JsonNode value, Bindings bindings, boolean ratcheted) {
        Rule rule = compiled.rule();
        String detail = compiled.message() == null
                ? rule.failure()
                : message(node, compiled.message(), rule, path, bindings).orElse(rule.failure());
        String at = path;
        if (!rule.fieldPath().isEmpty()) {
            FieldPaths.Target target = FieldPaths.resolve(rule.fieldPath(), node.schema(), true);
            if (target.problem().isEmpty()) {
                at = target.path().startsWith("[") || path.isEmpty()
                        ? path + target.path()
                        : path + "." + target.path();
            }
        }
        FieldError error = error(at, shown(node, value), detail, rule.reason());
        (ratcheted ? warnings : errors).add(error);
    }

    private Optional<String> message(RuleNode node, Program message, Rule rule, String path, Bindings bindings) {
        Evaluation evaluation = message.evaluate(bindings, Program.CALL_LIMIT);
        if (evaluation.cost() > budget) {
            errors.add(invalid(
                    node,
                    path,
                    "messageExpression evaluation failed due to running out of cost budget, no further validation rules"
                            + " will be run"));
            throw new SpentException();
        }
        budget -= evaluation.cost();
        return switch (evaluation.outcome()) {
            case Evaluation.Value(Object result) when result instanceof String text -> usable(text.strip());
            case Evaluation.Cancelled _ -> {
                errors.add(invalid(
                        node,
                        path,
                        "no further validation rules will be run due to call cost exceeds limit for messageExpression:"
                                + " \""
                                + rule.messageExpression() + "\""));
                throw new SpentException();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> usable(String text) {
        boolean fits = !text.isEmpty()
                && !text.contains("\n")
                && text.getBytes(StandardCharsets.UTF_8).length <= MESSAGE_MAX_BYTES;
        return fits ? Optional.of(text) : Optional.empty();
    }

    /** A value that is no object and no list is shown; those would be too long. */
    private static String shown(RuleNode node, JsonNode value) {
        String type = node.schema().path("type").asString("");
        return type.equals("object") || type.equals("array") ? "" : value.toString();
    }

    private static FieldError error(String path, String shown, String detail, String reason) {
        String field = field(path);
        return switch (reason) {
            case "FieldValueForbidden" -> FieldError.forbidden(field, detail);
            case "FieldValueRequired" -> FieldError.required(field, detail);
            case "FieldValueDuplicate" ->
                new FieldError(
                        field,
                        FieldError.Reason.DUPLICATE,
                        shown.isEmpty() ? "Duplicate value" : "Duplicate value: " + shown);
            default ->
                shown.isEmpty()
                        ? new FieldError(field, FieldError.Reason.INVALID, "Invalid value: " + detail)
                        : FieldError.invalid(field, shown, detail);
        };
    }

    private static FieldError invalid(RuleNode node, String path, String why) {
        String type = node.schema().path("type").asString("");
        return FieldError.invalid(field(path), '"' + type + '"', why);
    }

    private static String field(String path) {
        return path.isEmpty() ? "<nil>" : path;
    }
}
