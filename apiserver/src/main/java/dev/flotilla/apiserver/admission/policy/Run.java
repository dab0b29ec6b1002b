package dev.flotilla.apiserver.admission.policy;

import dev.flotilla.api.cel.Bindings;
import dev.flotilla.api.cel.Evaluation;
import dev.flotilla.api.cel.Program;
import java.util.Map;

/** One evaluation of a policy or of a webhook's conditions, within one budget. */
final class Run {
    /** What all expressions of a policy may cost together, in Kubernetes' units. */
    static final long POLICY_BUDGET = 10_000_000;

    /** The same for match conditions. */
    static final long CONDITIONS_BUDGET = 2_500_000;

    private final Bindings bindings;
    private long budget;

    Run(Inputs inputs, Map<String, Expression> variables, long budget) {
        this.bindings = inputs.bindings(new Composition(variables, this));
        this.budget = budget;
    }

    /** What an expression came to. */
    sealed interface Result {
        record Value(Object value) implements Result {}

        record Failed(String why) implements Result {}
    }

    Result evaluate(Expression expression) {
        Program program = expression.program();
        if (program == null) {
            return new Result.Failed("compilation error: " + expression.error());
        }
        if (budget <= 0) {
            return new Result.Failed("validation failed due to running out of cost budget, no further validation rules"
                    + " will be run");
        }
        Evaluation evaluation = program.evaluate(bindings, Program.CALL_LIMIT);
        budget -= evaluation.cost();
        return switch (evaluation.outcome()) {
            case Evaluation.Value(Object value) -> new Result.Value(value);
            case Evaluation.Failed(String message) -> new Result.Failed(message);
            case Evaluation.Cancelled(String message) -> new Result.Failed(message);
        };
    }

    /** The same, with a failure worded as a kube-apiserver words that of an expression. */
    Result evaluateWorded(Expression expression) {
        Result result = evaluate(expression);
        return result instanceof Result.Failed(String why) && expression.program() != null
                ? new Result.Failed("expression '" + expression.text() + "' resulted in error: " + why)
                : result;
    }
}
