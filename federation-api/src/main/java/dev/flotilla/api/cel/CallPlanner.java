package dev.flotilla.api.cel;

import dev.cel.common.ast.CelExpr;
import dev.flotilla.api.cel.cost.CallCosts;
import dev.flotilla.api.cel.function.Arithmetic;
import dev.flotilla.api.cel.function.FunctionSet;
import dev.flotilla.api.cel.function.Overload;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import dev.flotilla.api.cel.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Plans calls: operators by what they are, functions by their overloads. */
final class CallPlanner {
    private static final Set<String> SELECTIONS = Set.of("_[_]", "_?._", "_[?_]");

    private final Planner planner;
    private final FunctionSet functions;

    CallPlanner(Planner planner, FunctionSet functions) {
        this.planner = planner;
        this.functions = functions;
    }

    static boolean isSelection(String function) {
        return SELECTIONS.contains(function);
    }

    Step call(CelExpr expr) {
        CelExpr.CelCall call = expr.call();
        List<CelExpr> args = call.args();
        return switch (call.function()) {
            case "_&&_" -> logic(args, false);
            case "_||_" -> logic(args, true);
            case "_?_:_" -> conditional(args);
            case "@not_strictly_false", "__not_strictly_false__" -> notStrictlyFalse(args.getFirst());
            case "_[_]" -> index(args);
            case "_?._", "_[?_]" -> optionalIndex(args);
            case "!_" -> not(args.getFirst());
            case "-_" -> unary(args.getFirst());
            case "_==_" -> binary(args, "_==_", "equals", Values::equal);
            case "_!=_" -> binary(args, "_!=_", "not_equals", (left, right) -> !Values.equal(left, right));
            case "_<_" -> comparison(args, "_<_", "less_", order -> order < 0);
            case "_<=_" -> comparison(args, "_<=_", "less_equals_", order -> order <= 0);
            case "_>_" -> comparison(args, "_>_", "greater_", order -> order > 0);
            case "_>=_" -> comparison(args, "_>=_", "greater_equals_", order -> order >= 0);
            case "_+_" -> binary(args, "_+_", "add_", Arithmetic::add);
            case "_-_" -> binary(args, "_-_", "subtract_", Arithmetic::subtract);
            case "_*_" -> binary(args, "_*_", "multiply_", Arithmetic::multiply);
            case "_/_" -> binary(args, "_/_", "divide_", Arithmetic::divide);
            case "_%_" -> binary(args, "_%_", "modulo_", Arithmetic::modulo);
            case "@in", "_in_", "in" -> binary(args, "@in", "in_", CallPlanner::in);
            case "or" -> orElse(call, true);
            case "orValue" -> orElse(call, false);
            default -> function(expr);
        };
    }

    private Step logic(List<CelExpr> args, boolean decisive) {
        Step left = planner.step(args.get(0));
        Step right = planner.step(args.get(1));
        return frame -> {
            Object first;
            try {
                first = left.eval(frame);
            } catch (CelError e) {
                if (right.eval(frame) instanceof Boolean second && second == decisive) {
                    return decisive;
                }
                throw e;
            }
            if (first instanceof Boolean known && known == decisive) {
                return decisive;
            }
            Object second = right.eval(frame);
            if (second instanceof Boolean known && known == decisive) {
                return decisive;
            }
            if (!(first instanceof Boolean) || !(second instanceof Boolean)) {
                throw CelError.noSuchOverload();
            }
            return !decisive;
        };
    }

    private Step conditional(List<CelExpr> args) {
        Step condition = planner.step(args.get(0));
        Step yes = planner.step(args.get(1));
        Step no = planner.step(args.get(2));
        return frame -> {
            if (condition.eval(frame) instanceof Boolean decided) {
                return decided ? yes.eval(frame) : no.eval(frame);
            }
            throw CelError.noSuchOverload();
        };
    }

    private Step notStrictlyFalse(CelExpr arg) {
        Step value = planner.step(arg);
        return frame -> {
            boolean open;
            try {
                open = !Boolean.FALSE.equals(value.eval(frame));
            } catch (CelError _) {
                open = true;
            }
            frame.charge(1);
            return open;
        };
    }

    private Step index(List<CelExpr> args) {
        Step operand = planner.step(args.get(0));
        Step key = planner.step(args.get(1));
        int cost = Planner.selectionCost(args.get(0));
        return frame -> {
            Object value = Selection.of(operand.eval(frame), key.eval(frame));
            frame.charge(cost);
            return value;
        };
    }

    private Step optionalIndex(List<CelExpr> args) {
        Step operand = planner.step(args.get(0));
        Step key = planner.step(args.get(1));
        int cost = Planner.selectionCost(args.get(0));
        return frame -> {
            Optional<Object> value = Selection.find(operand.eval(frame), key.eval(frame));
            frame.charge(cost);
            return value;
        };
    }

    private Step not(CelExpr arg) {
        Step operand = planner.step(arg);
        return frame -> {
            if (operand.eval(frame) instanceof Boolean flag) {
                frame.charge(1);
                return !flag;
            }
            throw CelError.noSuchOverload();
        };
    }

    private Step unary(CelExpr arg) {
        Step operand = planner.step(arg);
        return frame -> {
            Object value = Arithmetic.negate(operand.eval(frame));
            frame.charge(1);
            return value;
        };
    }

    private Step comparison(List<CelExpr> args, String function, String id, java.util.function.IntPredicate test) {
        return binary(args, function, id, (left, right) -> test.test(Values.compare(left, right)));
    }

    private Step binary(List<CelExpr> args, String function, String id, BinaryOperator<Object> operator) {
        Step left = planner.step(args.get(0));
        Step right = planner.step(args.get(1));
        return frame -> {
            Object[] values = {left.eval(frame), right.eval(frame)};
            Object result = operator.apply(values[0], values[1]);
            frame.charge(CallCosts.of(function, id, values, result));
            return result;
        };
    }

    private static Object in(Object value, Object container) {
        return switch (container) {
            case List<?> list -> {
                boolean found = false;
                for (Object each : list) {
                    found = found || Values.equal(each, value);
                }
                yield found;
            }
            case CelMap map -> map.find(value) != null;
            default -> throw CelError.noSuchOverload();
        };
    }

    /** {@code or} and {@code orValue}: the alternative is evaluated only if it is needed. */
    private Step orElse(CelExpr.CelCall call, boolean optional) {
        Step first = planner.step(call.target().orElseThrow());
        Step second = planner.step(call.args().getFirst());
        return frame -> {
            if (first.eval(frame) instanceof Optional<?> given) {
                return given.isEmpty() ? second.eval(frame) : optional ? given : given.get();
            }
            throw CelError.noSuchOverload();
        };
    }

    private Step function(CelExpr expr) {
        CelExpr.CelCall call = expr.call();
        List<CelExpr> all = new ArrayList<>();
        String name = qualified(expr, call);
        if (name.equals(call.function())) {
            call.target().ifPresent(all::add);
        }
        all.addAll(call.args());
        List<Overload> overloads = planner.resolved(expr.id(), functions.named(name));
        if (overloads.isEmpty()) {
            throw new CelError("no such overload: " + name);
        }
        Step[] args = all.stream().map(planner::step).toArray(Step[]::new);
        return frame -> {
            Object[] values = new Object[args.length];
            for (int i = 0; i < args.length; i++) {
                values[i] = args[i].eval(frame);
            }
            for (Overload overload : overloads) {
                if (overload.accepts(values)) {
                    Object result = overload.code().call(values);
                    frame.charge(CallCosts.of(name, overload.id(), values, result));
                    return result;
                }
            }
            throw new CelError("no such overload: " + name);
        };
    }

    /** A call such as {@code strings.quote(x)} names a function whole; its target is then no value. */
    private String qualified(CelExpr expr, CelExpr.CelCall call) {
        Optional<String> prefix = call.target().flatMap(CallPlanner::path);
        if (prefix.isEmpty()) {
            return call.function();
        }
        String whole = prefix.get() + "." + call.function();
        boolean known =
                functions.named(whole).stream().anyMatch(overload -> planner.refersTo(expr.id(), overload.id()));
        return known ? whole : call.function();
    }

    private static Optional<String> path(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> Optional.of(expr.ident().name());
            case SELECT ->
                path(expr.select().operand())
                        .map(prefix -> prefix + "." + expr.select().field());
            default -> Optional.empty();
        };
    }
}
