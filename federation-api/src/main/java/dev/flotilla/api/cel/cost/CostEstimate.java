package dev.flotilla.api.cel.cost;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what an expression can cost at most, from its own shape and from how large its variables can get, by the
 * rules by which Kubernetes accepts or refuses expressions.
 */
public final class CostEstimate {
    private static final Range LIST = Range.fixed(10);
    private static final Range MAP = Range.fixed(30);
    private static final Range STRUCT = Range.fixed(40);

    /** What is known of a list's or a map's entries. */
    record Entries(boolean list, Range key, Range value) {
        Entries union(Entries other) {
            return new Entries(list, key.union(other.key), value.union(other.value));
        }
    }

    private record Local(
            List<String> path,
            @Nullable Range size,
            @Nullable Entries entries) {}

    private final CelAbstractSyntaxTree tree;
    private final SizeHints hints;
    private final CallEstimates calls;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, Range> sizes = new HashMap<>();
    private final Map<Long, Entries> entries = new HashMap<>();
    private final Map<String, Deque<Local>> locals = new HashMap<>();

    private CostEstimate(CelAbstractSyntaxTree tree, SizeHints hints) {
        this.tree = tree;
        this.hints = hints;
        this.calls = new CallEstimates(this);
    }

    /** The range of what one evaluation costs. */
    public static Range of(CelAbstractSyntaxTree checked, SizeHints hints) {
        return new CostEstimate(checked, hints).cost(checked.getExpr());
    }

    Range cost(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> ident(expr);
            case SELECT -> select(expr);
            case CALL -> calls.cost(expr);
            case LIST -> list(expr);
            case MAP -> map(expr);
            case STRUCT -> STRUCT;
            case COMPREHENSION -> isBind(expr.comprehension()) ? bind(expr) : loop(expr);
            default -> Range.ZERO;
        };
    }

    private Range ident(CelExpr expr) {
        String name = expr.ident().name();
        Local local = local(name);
        paths.put(expr.id(), local == null ? List.of(name) : local.path());
        return Range.ONE;
    }

    private Range select(CelExpr expr) {
        CelExpr operand = expr.select().operand();
        Range cost = cost(operand);
        if (expr.select().testOnly()) {
            return cost;
        }
        CelKind kind = kind(operand);
        if (kind == CelKind.MAP || kind == CelKind.STRUCT || kind == CelKind.TYPE_PARAM) {
            cost = cost.plus(Range.ONE);
        }
        addPath(expr, path(operand), expr.select().field());
        return cost;
    }

    private Range list(CelExpr expr) {
        Range cost = LIST;
        Range item = new Range(expr.list().elements().isEmpty() ? 0 : Range.MAX, 0);
        for (CelExpr each : expr.list().elements()) {
            cost = cost.plus(cost(each));
            item = item.union(size(each));
        }
        entries.put(expr.id(), new Entries(true, Range.ONE, item));
        return cost;
    }

    private Range map(CelExpr expr) {
        Range cost = MAP;
        Range key = new Range(expr.map().entries().isEmpty() ? 0 : Range.MAX, 0);
        Range value = key;
        for (CelExpr.CelMap.Entry each : expr.map().entries()) {
            cost = cost.plus(cost(each.key())).plus(cost(each.value()));
            key = key.union(size(each.key()));
            value = value.union(size(each.value()));
        }
        entries.put(expr.id(), new Entries(false, key, value));
        return cost;
    }

    private static boolean isBind(CelExpr.CelComprehension loop) {
        return loop.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
                && loop.iterRange().list().elements().isEmpty()
                && loop.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && loop.loopCondition().constant().equals(CelConstant.ofValue(false))
                && !isAccumulator(loop.accuVar());
    }

    static boolean isAccumulator(String name) {
        return name.equals("__result__") || name.equals("@result");
    }

    private Range bind(CelExpr expr) {
        CelExpr.CelComprehension loop = expr.comprehension();
        Range cost = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        push(loop.accuVar(), path(loop.accuInit()), sizeOf(loop.accuInit()), entriesOf(loop.accuInit()));
        cost = cost.plus(cost(loop.result()));
        pop(loop.accuVar());
        copySizes(expr, loop.result());
        return cost;
    }

    private Range loop(CelExpr expr) {
        CelExpr.CelComprehension loop = expr.comprehension();
        Range cost = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        push(loop.accuVar(), path(loop.accuInit()), sizeOf(loop.accuInit()), entriesOf(loop.accuInit()));
        pushIterators(loop);
        Range each = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
        pop(loop.iterVar());
        if (!loop.iterVar2().isEmpty()) {
            pop(loop.iterVar2());
        }
        cost = cost.plus(cost(loop.result()));
        pop(loop.accuVar());
        Range count = size(loop.iterRange());
        switch (loop.accuInit().getKind()) {
            case CONSTANT -> setSize(expr, sizeOf(loop.accuInit()));
            case LIST, MAP -> {
                setSize(expr, count);
                Entries made = entriesOf(loop.loopStep());
                if (made != null) {
                    entries.put(expr.id(), made);
                }
            }
            default -> {}
        }
        return cost.plus(count.times(each));
    }

    private void pushIterators(CelExpr.CelComprehension loop) {
        CelExpr range = loop.iterRange();
        Entries known = entriesOf(range);
        boolean list = known == null ? kind(range) == CelKind.LIST : known.list();
        Range key = known == null ? null : known.key();
        Range value = known == null ? null : known.value();
        List<String> path = path(range);
        if (!loop.iterVar2().isEmpty()) {
            push(loop.iterVar(), extended(path, list ? "@indices" : "@keys"), key, null);
            push(loop.iterVar2(), extended(path, list ? "@items" : "@values"), value, null);
        } else {
            push(loop.iterVar(), extended(path, list ? "@items" : "@keys"), list ? value : key, null);
        }
    }

    private void push(String name, List<String> path, @Nullable Range size, @Nullable Entries known) {
        locals.computeIfAbsent(name, _ -> new ArrayDeque<>()).push(new Local(path, size, known));
    }

    private void pop(String name) {
        locals.getOrDefault(name, new ArrayDeque<>()).pop();
    }

    private @Nullable Local local(String name) {
        Deque<Local> stack = locals.get(name);
        return stack == null ? null : stack.peek();
    }

    private static List<String> extended(List<String> path, String part) {
        List<String> longer = new ArrayList<>(path);
        longer.add(part);
        return longer;
    }

    void addPath(CelExpr expr, List<String> base, String part) {
        paths.put(expr.id(), extended(base, part));
    }

    List<String> path(CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Local local = local(expr.ident().name());
            if (local != null) {
                return local.path();
            }
        }
        return paths.getOrDefault(expr.id(), List.of());
    }

    CelType type(CelExpr expr) {
        return tree.getType(expr.id()).orElse(SimpleType.DYN);
    }

    CelKind kind(CelExpr expr) {
        return type(expr).kind();
    }

    List<String> overloads(CelExpr expr) {
        return tree.getReference(expr.id())
                .map(reference -> List.copyOf(reference.overloadIds()))
                .orElse(List.of());
    }

    void setSize(CelExpr expr, @Nullable Range size) {
        if (size != null) {
            sizes.put(expr.id(), size);
        }
    }

    void setEntries(CelExpr expr, @Nullable Entries known) {
        if (known != null) {
            entries.put(expr.id(), known);
        }
    }

    void copySizes(CelExpr to, CelExpr from) {
        setSize(to, sizeOf(from));
        setEntries(to, entriesOf(from));
    }

    /** The size of a value, or no bound. */
    Range size(CelExpr expr) {
        Range size = sizeOf(expr);
        return size == null ? Range.UNKNOWN : size;
    }

    @Nullable
    Entries entriesOf(CelExpr expr) {
        Entries known = entries.get(expr.id());
        if (known == null && expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Local local = local(expr.ident().name());
            return local == null ? null : local.entries();
        }
        return known;
    }

    @Nullable
    Range sizeOf(CelExpr expr) {
        Range known = sizes.get(expr.id());
        if (known != null) {
            return known;
        }
        Range literal = literal(expr);
        if (literal != null) {
            return literal;
        }
        Optional<Range> hinted = hinted(path(expr));
        if (hinted.isPresent()) {
            sizes.put(expr.id(), hinted.get());
            return hinted.get();
        }
        if (isScalar(kind(expr))) {
            return Range.ONE;
        }
        if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Local local = local(expr.ident().name());
            return local == null ? null : local.size();
        }
        return null;
    }

    /** The size that the declarations of variables give to what lies at a path. */
    Optional<Range> hinted(List<String> path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        var max = hints.maxSize(path);
        return max.isPresent() ? Optional.of(new Range(0, max.getAsLong())) : Optional.empty();
    }

    static boolean isScalar(CelKind kind) {
        return switch (kind) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT, NULL_TYPE -> true;
            default -> false;
        };
    }

    private static @Nullable Range literal(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT ->
                switch (expr.constant().getKind()) {
                    case STRING_VALUE -> {
                        String text = expr.constant().stringValue();
                        yield Range.fixed(text.codePointCount(0, text.length()));
                    }
                    case BYTES_VALUE -> Range.fixed(expr.constant().bytesValue().size());
                    default -> Range.ONE;
                };
            case LIST -> Range.fixed(expr.list().elements().size());
            case MAP -> Range.fixed(expr.map().entries().size());
            default -> null;
        };
    }
}
