package dev.flotilla.api.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.NullValue;
import dev.flotilla.api.cel.function.FunctionSet;
import dev.flotilla.api.cel.function.Overload;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.LiteralMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a checked expression into steps; each charges what cel-go's evaluation of the same node costs. */
final class Planner {
    private static final int LIST_COST = 10;
    private static final int MAP_COST = 30;

    private final CelAbstractSyntaxTree tree;
    private final CallPlanner calls;
    private final Map<String, Integer> locals = new HashMap<>();
    private int nextSlot;

    private Planner(CelAbstractSyntaxTree tree, FunctionSet functions) {
        this.tree = tree;
        this.calls = new CallPlanner(this, functions);
    }

    static Step plan(CelAbstractSyntaxTree tree, FunctionSet functions) {
        return new Planner(tree, functions).step(tree.getExpr());
    }

    Step step(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT -> constant(expr.constant());
            case IDENT -> ident(expr);
            case SELECT -> select(expr);
            case CALL -> calls.call(expr);
            case LIST -> list(expr.list());
            case MAP -> map(expr.map());
            case COMPREHENSION -> comprehension(expr.comprehension());
            case STRUCT, NOT_SET ->
                throw new CelError("unknown type: "
                        + (expr.getKind() == CelExpr.ExprKind.Kind.STRUCT
                                ? expr.struct().messageName()
                                : ""));
        };
    }

    /** Whether the checker resolved a call to an overload. */
    boolean refersTo(long call, String overload) {
        return tree.getReference(call)
                .map(reference -> reference.overloadIds().contains(overload))
                .orElse(false);
    }

    /** Those overloads that the checker found possible; all where it names none that is known here. */
    List<Overload> resolved(long call, List<Overload> overloads) {
        List<Overload> possible = overloads.stream()
                .filter(overload -> refersTo(call, overload.id()))
                .toList();
        return possible.isEmpty() ? overloads : possible;
    }

    private static Step constant(CelConstant constant) {
        Object value = value(constant);
        return _ -> value;
    }

    static Object value(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case UINT64_VALUE -> constant.uint64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> constant.bytesValue();
            default -> NullValue.NULL_VALUE;
        };
    }

    private Step ident(CelExpr expr) {
        String name = expr.ident().name();
        Integer slot = locals.get(name);
        if (slot != null) {
            int at = slot;
            return frame -> {
                Object value = frame.local(at);
                frame.charge(1);
                return value;
            };
        }
        return tree.getReference(expr.id())
                .map(reference -> named(expr, reference))
                .orElseGet(() -> variable(name));
    }

    private Step named(CelExpr expr, CelReference reference) {
        if (reference.value().isPresent()) {
            return constant(reference.value().get());
        }
        CelType type = tree.getType(expr.id()).orElse(null);
        if (type instanceof TypeType of
                && reference.overloadIds().isEmpty()
                && !of.type().name().isEmpty()
                && of.type().name().equals(reference.name())) {
            CelType named = of.type();
            return _ -> named;
        }
        return variable(reference.name());
    }

    private static Step variable(String name) {
        return frame -> {
            Object value = frame.variable(name);
            frame.charge(1);
            return value;
        };
    }

    private Step select(CelExpr expr) {
        if (tree.getReference(expr.id()).isPresent()) {
            return named(expr, tree.getReference(expr.id()).orElseThrow());
        }
        CelExpr.CelSelect select = expr.select();
        Step operand = step(select.operand());
        String field = select.field();
        if (select.testOnly()) {
            return frame -> Selection.has(operand.eval(frame), field);
        }
        int cost = selectionCost(select.operand());
        return frame -> {
            Object value = Selection.of(operand.eval(frame), field);
            frame.charge(cost);
            return value;
        };
    }

    /** What selecting from an operand costs: one more where cel-go begins an attribute with it. */
    static int selectionCost(CelExpr operand) {
        return switch (operand.getKind()) {
            case IDENT, SELECT -> 1;
            case CALL -> CallPlanner.isSelection(operand.call().function()) ? 1 : 2;
            default -> 2;
        };
    }

    private Step list(CelExpr.CelList list) {
        List<Step> elements = list.elements().stream().map(this::step).toList();
        boolean constant = list.optionalIndices().isEmpty()
                && list.elements().stream().allMatch(each -> each.getKind() == CelExpr.ExprKind.Kind.CONSTANT);
        if (constant) {
            List<Object> values = new ArrayList<>();
            list.elements().forEach(each -> values.add(value(each.constant())));
            List<Object> fixed = List.copyOf(values);
            return _ -> fixed;
        }
        return frame -> {
            List<Object> values = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Object value = elements.get(i).eval(frame);
                if (!list.optionalIndices().contains(i)) {
                    values.add(value);
                } else if (value instanceof Optional<?> optional) {
                    optional.ifPresent(values::add);
                } else {
                    throw new CelError("cannot initialize optional list element from non-optional value " + value);
                }
            }
            frame.charge(LIST_COST);
            return values;
        };
    }

    private Step map(CelExpr.CelMap map) {
        List<Step> keys = map.entries().stream().map(entry -> step(entry.key())).toList();
        List<Step> values =
                map.entries().stream().map(entry -> step(entry.value())).toList();
        return frame -> {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                Object key = keys.get(i).eval(frame);
                Object value = values.get(i).eval(frame);
                if (!map.entries().get(i).optionalEntry()) {
                    put(entries, key, value);
                } else if (value instanceof Optional<?> optional) {
                    optional.ifPresent(present -> put(entries, key, present));
                } else {
                    throw new CelError(
                            "cannot initialize optional entry '" + key + "' from non-optional value " + value);
                }
            }
            frame.charge(MAP_COST);
            return LiteralMap.of(entries);
        };
    }

    private static void put(Map<Object, Object> entries, Object key, Object value) {
        boolean valid = key instanceof String
                || key instanceof Boolean
                || key instanceof Long
                || key instanceof com.google.common.primitives.UnsignedLong;
        if (!valid) {
            throw new CelError("unsupported key type");
        }
        if (entries.put(key, value) != null) {
            throw new CelError("Failed with repeated key");
        }
    }

    /** Binds a name to a slot while a part is planned. */
    private <T> T within(String name, int slot, java.util.function.Supplier<T> part) {
        if (name.isEmpty()) {
            return part.get();
        }
        @Nullable Integer outer = locals.put(name, slot);
        T planned = part.get();
        if (outer == null) {
            locals.remove(name);
        } else {
            locals.put(name, outer);
        }
        return planned;
    }

    private Step comprehension(CelExpr.CelComprehension loop) {
        int first = nextSlot++;
        int second = nextSlot++;
        int accumulator = nextSlot++;
        Step range = step(loop.iterRange());
        Step init = step(loop.accuInit());
        Step result = within(loop.accuVar(), accumulator, () -> step(loop.result()));
        Step[] body = within(
                loop.accuVar(),
                accumulator,
                () -> within(
                        loop.iterVar(),
                        first,
                        () -> within(loop.iterVar2(), second, () ->
                                new Step[] {step(loop.loopCondition()), step(loop.loopStep())})));
        boolean two = !loop.iterVar2().isEmpty();
        return new Fold(range, init, body[0], body[1], result, new Fold.Slots(first, second, accumulator, two));
    }
}
