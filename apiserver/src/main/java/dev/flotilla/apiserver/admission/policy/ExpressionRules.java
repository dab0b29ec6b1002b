package dev.flotilla.apiserver.admission.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.flotilla.api.cel.CelEnvironment;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Refuses policies and webhook configurations whose expressions cannot be compiled; and whatever else is refused. */
public record ExpressionRules(KindRules own) implements KindRules {
    private static final Set<CelType> BOOL = Set.of(SimpleType.BOOL, SimpleType.ANY);

    /** The rules of a type, with those for its expressions if it has any. */
    public static KindRules over(ResourceType type, KindRules own) {
        boolean has = type.group().equals("admissionregistration.k8s.io")
                && Set.of(
                                "validatingadmissionpolicies",
                                "validatingwebhookconfigurations",
                                "mutatingwebhookconfigurations")
                        .contains(type.plural());
        return has ? new ExpressionRules(own) : own;
    }

    @Override
    public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
        own.mutate(object, old, context);
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>(own.validate(object, old));
        JsonNode spec = object.path("spec");
        if (spec.isObject()) {
            policy(spec, errors);
        }
        JsonNode webhooks = object.path("webhooks");
        for (int i = 0; i < webhooks.size(); i++) {
            conditions("webhooks[" + i + "].matchConditions", webhooks.get(i).path("matchConditions"), false, errors);
        }
        return errors;
    }

    private static void policy(JsonNode spec, List<FieldError> errors) {
        boolean params = spec.path("paramKind").isObject();
        conditions("spec.matchConditions", spec.path("matchConditions"), params, errors);
        Map<String, CelType> types = new LinkedHashMap<>();
        JsonNode variables = spec.path("variables");
        for (int i = 0; i < variables.size(); i++) {
            JsonNode each = variables.get(i);
            Expression compiled = check(
                    "spec.variables[" + i + "].expression",
                    each.path("expression").asString(""),
                    Environments.of(params, true, types),
                    errors);
            types.put(each.path("name").asString(""), compiled.type());
        }
        JsonNode validations = spec.path("validations");
        CelEnvironment full = Environments.of(params, true, types);
        CelEnvironment plain = Environments.of(params, false, types);
        for (int i = 0; i < validations.size(); i++) {
            String at = "spec.validations[" + i + "]";
            bool(at + ".expression", validations.get(i).path("expression").asString(""), full, errors);
            String message = validations.get(i).path("messageExpression").asString("");
            if (!message.isBlank()) {
                Expression compiled = check(at + ".messageExpression", message, plain, errors);
                if (compiled.error().isEmpty() && !compiled.type().equals(SimpleType.STRING)) {
                    errors.add(invalid(
                            at + ".messageExpression", message, "must evaluate to string but got " + shown(compiled)));
                }
            }
        }
        JsonNode annotations = spec.path("auditAnnotations");
        for (int i = 0; i < annotations.size(); i++) {
            String at = "spec.auditAnnotations[" + i + "].valueExpression";
            String text = annotations.get(i).path("valueExpression").asString("");
            Expression compiled = check(at, text, full, errors);
            if (!text.isBlank()
                    && compiled.error().isEmpty()
                    && !Set.of(SimpleType.STRING, SimpleType.NULL_TYPE).contains(compiled.type())
                    && !(compiled.type() instanceof NullableType)) {
                errors.add(invalid(at, text, "must evaluate to one of [string null_type] but got " + shown(compiled)));
            }
        }
    }

    private static void conditions(String field, JsonNode conditions, boolean params, List<FieldError> errors) {
        CelEnvironment environment = Environments.of(params, true, Map.of());
        for (int i = 0; i < conditions.size(); i++) {
            bool(
                    field + "[" + i + "].expression",
                    conditions.get(i).path("expression").asString("").strip(),
                    environment,
                    errors);
        }
    }

    private static void bool(String field, String text, CelEnvironment environment, List<FieldError> errors) {
        Expression compiled = check(field, text, environment, errors);
        if (!text.isBlank() && compiled.error().isEmpty() && !BOOL.contains(compiled.type())) {
            errors.add(invalid(field, text, "must evaluate to bool but got " + shown(compiled)));
        }
    }

    private static Expression check(String field, String text, CelEnvironment environment, List<FieldError> errors) {
        if (text.isBlank()) {
            return new Expression(text, null, "");
        }
        Expression compiled = Expression.compile(text, environment);
        if (!compiled.error().isEmpty()) {
            errors.add(invalid(field, text, compiled.error()));
        }
        return compiled;
    }

    private static String shown(Expression compiled) {
        return CelTypes.format(compiled.type());
    }

    private static FieldError invalid(String field, String text, String why) {
        return FieldError.invalid(field, StringNode.valueOf(text).toString(), why);
    }
}
