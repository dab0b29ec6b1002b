package dev.flotilla.apiserver.admission.policy;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.CelEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * A ValidatingAdmissionPolicy, compiled.
 *
 * @param paramKind of the objects that its bindings parametrize it with
 * @param ignoresFailure what cannot be evaluated denies nothing
 */
public record Policy(
        String name,
        Optional<ParamKind> paramKind,
        boolean ignoresFailure,
        MatchConditions conditions,
        SequencedMap<String, Expression> variables,
        List<Check> checks,
        List<Annotation> annotations) {
    /** A kind of object that holds parameters. */
    public record ParamKind(String apiVersion, String kind) {}

    /** What must be true of an object. */
    record Check(Expression expression, String message, Optional<Expression> messageExpression, String reason) {}

    /** What is to be said in the audit log. */
    record Annotation(String key, Expression value) {}

    public Policy {
        checks = List.copyOf(checks);
        annotations = List.copyOf(annotations);
    }

    /** @param policy the whole object */
    public static Policy of(JsonNode policy) {
        JsonNode spec = policy.path("spec");
        boolean params = spec.path("paramKind").isObject();
        SequencedMap<String, Expression> variables = new LinkedHashMap<>();
        Map<String, CelType> types = new LinkedHashMap<>();
        for (JsonNode each : spec.path("variables")) {
            String name = each.path("name").asString("");
            Expression expression =
                    Expression.compile(each.path("expression").asString(""), Environments.of(params, true, types));
            variables.put(name, expression);
            types.put(name, expression.type());
        }
        CelEnvironment full = Environments.of(params, true, types);
        CelEnvironment plain = Environments.of(params, false, types);
        return new Policy(
                policy.path("metadata").path("name").asString(""),
                params
                        ? Optional.of(new ParamKind(
                                spec.path("paramKind").path("apiVersion").asString(""),
                                spec.path("paramKind").path("kind").asString("")))
                        : Optional.empty(),
                spec.path("failurePolicy").asString("").equals("Ignore"),
                MatchConditions.of(spec.path("matchConditions"), params),
                variables,
                spec.path("validations")
                        .valueStream()
                        .map(each -> check(each, full, plain))
                        .toList(),
                spec.path("auditAnnotations")
                        .valueStream()
                        .map(each -> new Annotation(
                                each.path("key").asString(""),
                                Expression.compile(each.path("valueExpression").asString(""), plain)))
                        .toList());
    }

    private static Check check(JsonNode validation, CelEnvironment full, CelEnvironment plain) {
        String message = validation.path("messageExpression").asString("");
        return new Check(
                Expression.compile(validation.path("expression").asString(""), full),
                validation.path("message").asString(""),
                message.isEmpty() ? Optional.empty() : Optional.of(Expression.compile(message, plain)),
                validation.path("reason").asString("Invalid"));
    }
}
