package dev.flotilla.apiserver.admission.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Expressions that must all be true for a policy or a webhook to be asked.
 *
 * @param expressions in their order
 */
public record MatchConditions(List<Expression> expressions) {
    public MatchConditions {
        expressions = List.copyOf(expressions);
    }

    /** Whether they hold. */
    public sealed interface Verdict {
        enum Plain implements Verdict {
            HOLD,
            DO_NOT_HOLD
        }

        /** None is false, but some cannot be evaluated. */
        record Unknown(String why) implements Verdict {}
    }

    /** @param params whether they may name a policy's parameters */
    public static MatchConditions of(JsonNode conditions, boolean params) {
        return new MatchConditions(conditions
                .valueStream()
                .map(each -> Expression.compile(
                        each.path("expression").asString(""), Environments.of(params, true, Map.of())))
                .toList());
    }

    public boolean isEmpty() {
        return expressions.isEmpty();
    }

    public Verdict judge(Inputs inputs) {
        if (expressions.isEmpty()) {
            return Verdict.Plain.HOLD;
        }
        Run run = new Run(inputs, Map.of(), Run.CONDITIONS_BUDGET);
        List<String> failures = new ArrayList<>();
        for (Expression expression : expressions) {
            switch (run.evaluateWorded(expression)) {
                case Run.Result.Value(Object value) -> {
                    if (Boolean.FALSE.equals(value)) {
                        return Verdict.Plain.DO_NOT_HOLD;
                    }
                }
                case Run.Result.Failed(String why) -> failures.add(why);
            }
        }
        if (failures.isEmpty()) {
            return Verdict.Plain.HOLD;
        }
        return new Verdict.Unknown(
                failures.size() == 1 ? failures.getFirst() : "[" + String.join(", ", failures) + "]");
    }
}
