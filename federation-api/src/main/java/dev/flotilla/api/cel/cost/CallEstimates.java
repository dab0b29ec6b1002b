package dev.flotilla.api.cel.cost;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Estimates calls. */
final class CallEstimates {
    private static final Range AUTHORIZATION = Range.fixed(350_000);
    private static final int NAME_REGEX = 128;

    /** @param size of the result, where it is known */
    record Estimate(Range cost, @Nullable Range size) {
        static Estimate of(Range cost) {
            return new Estimate(cost, null);
        }
    }

    private final CostEstimate whole;

    CallEstimates(CostEstimate whole) {
        this.whole = whole;
    }

    Range cost(CelExpr expr) {
        CelExpr.CelCall call = expr.call();
        if (call.function().equals("dyn")) {
            Range cost = Range.ONE.plus(whole.cost(call.args().getFirst()));
            whole.copySizes(expr, call.args().getFirst());
            return cost;
        }
        List<Range> argCosts = new ArrayList<>();
        call.args().forEach(arg -> argCosts.add(whole.cost(arg)));
        List<String> overloads = whole.overloads(expr);
        if (overloads.isEmpty()) {
            return Range.ZERO;
        }
        boolean member = call.target().isPresent() && !isNamespace(expr);
        Range sum = member ? whole.cost(call.target().orElseThrow()) : Range.ZERO;
        Range cost = new Range(Range.MAX, 0);
        Range size = null;
        for (String overload : overloads) {
            Estimate one = overload(expr, overload, member, argCosts);
            cost = cost.union(one.cost());
            if (one.size() != null) {
                size = size == null ? one.size() : size.union(one.size());
            }
            size = indexed(expr, overload, size);
            size = size == null ? whole.sizeOf(expr) : size;
        }
        whole.setSize(expr, size);
        return sum.plus(cost);
    }

    /** Whether the target is but the first half of a function's name. */
    private boolean isNamespace(CelExpr expr) {
        CelExpr target = expr.call().target().orElseThrow();
        return target.getKind() == CelExpr.ExprKind.Kind.IDENT
                && whole.overloads(expr).stream()
                        .anyMatch(id -> id.startsWith("list_sets_")
                                || id.startsWith("optional_of")
                                || id.equals("optional_none")
                                || id.equals("optional_unwrap")
                                || id.equals("strings_quote")
                                || id.equals("lists_range")
                                || id.startsWith("format.")
                                || id.equals("format-named")
                                || id.equals("ip_is_canonical")
                                || id.startsWith("@mapInsert"));
    }

    private @Nullable Range indexed(CelExpr expr, String overload, @Nullable Range size) {
        List<CelExpr> args = expr.call().args();
        if (args.isEmpty() || !(overload.equals("index_list") || overload.equals("index_map"))) {
            return size;
        }
        CostEstimate.Entries known = whole.entriesOf(args.getFirst());
        whole.addPath(expr, whole.path(args.getFirst()), overload.equals("index_list") ? "@items" : "@values");
        return known == null ? null : known.value();
    }

    private Estimate overload(CelExpr expr, String overload, boolean member, List<Range> argCosts) {
        CelExpr.CelCall call = expr.call();
        @Nullable CelExpr target = member ? call.target().orElse(null) : null;
        Range args = argCosts.stream().reduce(Range.ZERO, Range::plus);
        Estimate list = lists(overload, target, call.args());
        Estimate own = list != null ? list : kubernetes(call.function(), overload, target, call.args());
        if (own != null) {
            return new Estimate(own.cost().plus(args), own.size());
        }
        Estimate standard = standard(expr, overload, target, argCosts);
        return standard == null ? Estimate.of(Range.ONE.plus(args)) : standard;
    }

    /** The list and set extensions: a new list costs its making, and what compares all with all the square. */
    private @Nullable Estimate lists(String overload, @Nullable CelExpr target, List<CelExpr> args) {
        return switch (overload) {
            case "list_sets_contains_list", "list_sets_intersects_list" -> sets(args, 1);
            case "list_sets_equivalent_list" -> sets(args, 2);
            case "lists_range" -> made(Range.fixed(number(args.getFirst(), Range.MAX)), 1);
            case "list_slice" ->
                target == null
                        ? null
                        : made(
                                Range.fixed(Math.max(
                                        0, number(args.get(1), size(target).max()) - number(args.get(0), 0))),
                                1);
            case "list_reverse" -> target == null ? null : made(size(target), 1);
            case "list_flatten" -> target == null ? null : made(size(target), 1);
            case "list_flatten_int" ->
                target == null ? null : made(size(target), (double) number(args.getFirst(), Range.MAX));
            case "list_distinct" -> target == null ? null : made(size(target).times(size(target)), 2);
            default -> sorted(overload, target, args);
        };
    }

    private @Nullable Estimate sorted(String overload, @Nullable CelExpr target, List<CelExpr> args) {
        boolean byKeys = overload.endsWith("_sortByAssociatedKeys");
        if (target == null || !(byKeys || (overload.startsWith("list_") && overload.endsWith("_sort")))) {
            return null;
        }
        Range size = size(byKeys ? args.getFirst() : target);
        boolean text = overload.startsWith("list_string_") || overload.startsWith("list_bytes_");
        return made(size.times(size), text ? 2 + CallCosts.TRAVERSAL : 2);
    }

    private Estimate sets(List<CelExpr> args, double factor) {
        return Estimate.of(
                size(args.get(0)).times(size(args.get(1))).scaled(factor).plus(Range.ONE));
    }

    private static Estimate made(Range size, double factor) {
        return new Estimate(size.scaled(factor).plus(Range.ONE).plus(Range.fixed(10)), size);
    }

    private static long number(CelExpr expr, long otherwise) {
        boolean literal = expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == CelConstant.Kind.INT64_VALUE;
        return literal ? Math.max(0, expr.constant().int64Value()) : otherwise;
    }

    private @Nullable Estimate kubernetes(
            String function, String overload, @Nullable CelExpr target, List<CelExpr> args) {
        return switch (function) {
            case "check" -> Estimate.of(AUTHORIZATION);
            case "serviceAccount",
                    "path",
                    "group",
                    "resource",
                    "subresource",
                    "namespace",
                    "name",
                    "allowed",
                    "reason",
                    "error",
                    "errored",
                    "masked",
                    "prefixLength",
                    "family",
                    "isUnspecified",
                    "isLoopback",
                    "isLinkLocalMulticast",
                    "isLinkLocalUnicast",
                    "isGlobalUnicast",
                    "sign",
                    "asInteger",
                    "isInteger",
                    "asApproximateFloat",
                    "isGreaterThan",
                    "isLessThan",
                    "compareTo",
                    "add",
                    "sub",
                    "major",
                    "minor",
                    "patch",
                    "getScheme",
                    "getHostname",
                    "getHost",
                    "getPort",
                    "getEscapedPath",
                    "getQuery",
                    "named",
                    "format.named" -> Estimate.of(Range.ONE);
            case "fieldSelector", "labelSelector" ->
                args.size() == 1 ? Estimate.of(selector(size(args.getFirst()))) : null;
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> target == null ? null : walked(target);
            case "url", "jsonpatch.escapeKey" -> sized(size(args.getFirst()));
            case "lowerAscii", "upperAscii", "substring", "trim" -> target == null ? null : sized(size(target));
            case "replace" -> target == null ? null : replaced(size(target), size(args.get(0)), size(args.get(1)));
            case "split" -> target == null ? null : split(size(target), args);
            case "join" -> target == null ? null : joined(target, args);
            case "find", "findAll" -> target == null ? null : found(size(target), size(args.getFirst()));
            case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
                Estimate.of(size(args.getFirst()).scaled(CallCosts.TRAVERSAL));
            case "ip" ->
                overload.equals("cidr_ip")
                        ? Estimate.of(Range.ONE)
                        : Estimate.of(size(args.getFirst()).scaled(CallCosts.TRAVERSAL));
            case "isCanonical", "ip.isCanonical" ->
                Estimate.of(size(args.getFirst()).scaled(2 * CallCosts.TRAVERSAL));
            case "containsIP", "containsCIDR" -> Estimate.of(contained(overload, args.getFirst()));
            case "validate" ->
                Estimate.of(size(args.getFirst()).scaled(CallCosts.TRAVERSAL).scaled(NAME_REGEX * CallCosts.REGEX));
            case "_==_" -> equality(args);
            default -> null;
        };
    }

    private Range size(CelExpr expr) {
        return whole.size(expr);
    }

    private static Range selector(Range length) {
        return Range.fixed(10)
                .plus(length.scaled(CallCosts.TRAVERSAL))
                .plus(length.scaled(0.5).scaled(50));
    }

    private static Estimate sized(Range size) {
        return new Estimate(size.scaled(CallCosts.TRAVERSAL), size);
    }

    private Estimate walked(CelExpr target) {
        List<CelType> parameters = whole.type(target).parameters();
        if (parameters.isEmpty()) {
            return Estimate.of(size(target).scaled(CallCosts.TRAVERSAL));
        }
        Range each = Range.ONE;
        CelKind kind = parameters.getFirst().kind();
        if (kind == CelKind.STRING || kind == CelKind.BYTES) {
            each = each.plus(itemSize(target).scaled(CallCosts.TRAVERSAL));
        }
        return Estimate.of(size(target).times(each));
    }

    private Range itemSize(CelExpr list) {
        List<String> path = whole.path(list);
        if (path.isEmpty() || CostEstimate.isAccumulator(path.getFirst())) {
            return Range.UNKNOWN;
        }
        List<String> items = new ArrayList<>(path);
        items.add("@items");
        return whole.hinted(items).orElse(Range.UNKNOWN);
    }

    private static Estimate replaced(Range text, Range old, Range with) {
        long count;
        long kept = 0;
        if (old.min() == 0) {
            count = Range.add(text.max(), 1);
            kept = text.max();
        } else if (with.max() <= old.min()) {
            count = 0;
            kept = text.max();
        } else {
            count = (long) Math.ceil((double) text.max() / old.min());
        }
        long least;
        long leastKept = 0;
        if (old.max() == 0) {
            least = Range.add(text.min(), 1);
            leastKept = text.min();
        } else if (old.max() <= with.min()) {
            least = 0;
            leastKept = text.min();
        } else {
            least = (long) Math.ceil((double) text.min() / old.max());
        }
        Range size = new Range(least, count).times(with).plus(new Range(leastKept, kept));
        return new Estimate(text.scaled(2 * CallCosts.TRAVERSAL), size);
    }

    private static Estimate split(Range text, List<CelExpr> args) {
        long max = text.max();
        if (args.size() > 1
                && args.get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && args.get(1).constant().getKind() == CelConstant.Kind.INT64_VALUE) {
            long limit = args.get(1).constant().int64Value();
            max = limit < 0 ? Range.MAX : limit;
        }
        return new Estimate(text.scaled(2 * CallCosts.TRAVERSAL), new Range(0, max));
    }

    private Estimate joined(CelExpr target, List<CelExpr> args) {
        Range count = size(target);
        Range length = count.times(itemSize(target));
        if (!args.isEmpty()) {
            Range separators = new Range(Math.max(0, count.min() - 1), Math.max(0, count.max() - 1));
            length = length.plus(size(args.getFirst()).times(separators));
        }
        return new Estimate(length.scaled(CallCosts.TRAVERSAL), length);
    }

    private static Range regex(Range text, Range pattern) {
        return text.plus(Range.ONE).scaled(CallCosts.TRAVERSAL).times(pattern.scaled(CallCosts.REGEX));
    }

    private static Estimate found(Range text, Range pattern) {
        return new Estimate(regex(text, pattern), new Range(0, text.max()));
    }

    private Range contained(String overload, CelExpr arg) {
        Range address = new Range(4, 16);
        Range cost = address.plus(address).scaled(CallCosts.TRAVERSAL);
        if (overload.startsWith("cidr_contains_cidr")) {
            cost = cost.plus(address.scaled(CallCosts.TRAVERSAL)).plus(Range.ONE);
        }
        return overload.endsWith("_string") ? cost.plus(size(arg).scaled(CallCosts.TRAVERSAL)) : cost;
    }

    private @Nullable Estimate equality(List<CelExpr> args) {
        CelType left = whole.type(args.get(0));
        if (!left.name().equals(whole.type(args.get(1)).name())) {
            return null;
        }
        return switch (left.name()) {
            case "net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.Semver" -> Estimate.of(Range.ONE);
            case "kubernetes.NamedFormat" -> Estimate.of(new Range(1, 64).scaled(CallCosts.TRAVERSAL));
            case "kubernetes.URL" -> {
                long max = Optional.ofNullable(whole.sizeOf(args.get(1)))
                        .map(Range::max)
                        .orElse(1L);
                yield Estimate.of(new Range(1, Math.max(1, max)).scaled(CallCosts.TRAVERSAL));
            }
            default -> null;
        };
    }

    private @Nullable Estimate standard(CelExpr expr, String overload, @Nullable CelExpr target, List<Range> argCosts) {
        List<CelExpr> args = expr.call().args();
        Range sum = argCosts.stream().reduce(Range.ZERO, Range::plus);
        return switch (expr.call().function()) {
            case "format" ->
                target == null
                        ? null
                        : Estimate.of(size(target).scaled(CallCosts.TRAVERSAL).plus(sum));
            case "bytes" -> converted(overload.equals("string_to_bytes"), args, sum, true);
            case "string" -> converted(overload.equals("bytes_to_string"), args, sum, false);
            case "quote", "strings.quote" -> {
                Range size = size(args.getFirst());
                yield new Estimate(
                        size.scaled(CallCosts.TRAVERSAL).plus(sum),
                        new Range(size.min() + 2, Range.add(Range.multiply(size.max(), 2), 2)));
            }
            case "startsWith", "endsWith" ->
                Estimate.of(size(args.getFirst()).scaled(CallCosts.TRAVERSAL).plus(sum));
            case "@in", "_in_", "in" ->
                overload.equals("in_list") ? Estimate.of(size(args.get(1)).plus(sum)) : null;
            case "matches" ->
                target == null
                        ? null
                        : Estimate.of(regex(size(target), size(args.getFirst())).plus(sum));
            case "contains" ->
                target == null
                        ? null
                        : Estimate.of(size(target)
                                .scaled(CallCosts.TRAVERSAL)
                                .times(size(args.getFirst()).scaled(CallCosts.TRAVERSAL))
                                .plus(sum));
            case "_||_", "_&&_" ->
                Estimate.of(new Range(
                        argCosts.get(0).min(),
                        argCosts.get(0).plus(argCosts.get(1)).max()));
            case "_?_:_" -> conditional(expr, argCosts);
            case "_+_" -> joinedSizes(expr, overload, sum);
            case "_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_" -> compared(overload, args, sum);
            default -> null;
        };
    }

    private @Nullable Estimate converted(boolean walks, List<CelExpr> args, Range sum, boolean grows) {
        if (!walks) {
            return null;
        }
        Range size = size(args.getFirst());
        Range result =
                grows ? new Range(size.min(), Range.multiply(size.max(), 4)) : new Range(size.min() / 4, size.max());
        return new Estimate(size.scaled(CallCosts.TRAVERSAL).plus(sum), result);
    }

    private Estimate conditional(CelExpr expr, List<Range> costs) {
        List<CelExpr> args = expr.call().args();
        CostEstimate.Entries yes = whole.entriesOf(args.get(1));
        CostEstimate.Entries no = whole.entriesOf(args.get(2));
        whole.setEntries(expr, yes == null || no == null ? null : yes.union(no));
        return new Estimate(
                costs.get(0).plus(costs.get(1).union(costs.get(2))),
                size(args.get(1)).union(size(args.get(2))));
    }

    private @Nullable Estimate joinedSizes(CelExpr expr, String overload, Range sum) {
        List<CelExpr> args = expr.call().args();
        boolean list = overload.equals("add_list");
        if (!list && !overload.equals("add_string") && !overload.equals("add_bytes")) {
            return null;
        }
        Range size = size(args.get(0)).plus(size(args.get(1)));
        CostEstimate.Entries left = whole.entriesOf(args.get(0));
        CostEstimate.Entries right = whole.entriesOf(args.get(1));
        whole.setEntries(expr, left == null || right == null ? null : left.union(right));
        Range cost = list ? Range.ONE : size.scaled(CallCosts.TRAVERSAL);
        return new Estimate(cost.plus(sum), size);
    }

    private @Nullable Estimate compared(String overload, List<CelExpr> args, Range sum) {
        boolean walks = overload.equals("equals")
                || overload.equals("not_equals")
                || overload.endsWith("_string")
                || overload.endsWith("_bytes");
        if (!walks) {
            return null;
        }
        long smaller = Math.min(size(args.get(0)).max(), size(args.get(1)).max());
        Range cost = new Range(smaller > 0 ? 1 : 0, smaller).scaled(CallCosts.TRAVERSAL);
        return Estimate.of(cost.plus(sum));
    }
}
