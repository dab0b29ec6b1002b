package dev.flotilla.api.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.CelError;

/** A checked expression, ready to be evaluated any number of times. Immutable. */
public final class Program {
    /** What one call may cost in Kubernetes. */
    public static final long CALL_LIMIT = 1_000_000;

    private final CelAbstractSyntaxTree tree;
    private final Step step;

    Program(CelAbstractSyntaxTree tree, Step step) {
        this.tree = tree;
        this.step = step;
    }

    public CelType resultType() {
        return tree.getResultType();
    }

    /** The checked expression, for those who estimate its cost. */
    public CelAbstractSyntaxTree tree() {
        return tree;
    }

    /** Whether the expression reads a variable. */
    public boolean reads(String variable) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(variable));
    }

    /** @param limit the cost at which the evaluation is given up, see {@link #CALL_LIMIT} */
    public Evaluation evaluate(Bindings bindings, long limit) {
        Frame frame = new Frame(bindings, limit);
        try {
            Object value = step.eval(frame);
            return new Evaluation(frame.cost(), new Evaluation.Value(value));
        } catch (CelError e) {
            return new Evaluation(frame.cost(), new Evaluation.Failed(e.text()));
        } catch (Frame.CancelledException e) {
            return new Evaluation(frame.cost(), new Evaluation.Cancelled(e.text()));
        } catch (StackOverflowError _) {
            return new Evaluation(frame.cost(), new Evaluation.Failed("expression is nested too deeply"));
        }
    }
}
