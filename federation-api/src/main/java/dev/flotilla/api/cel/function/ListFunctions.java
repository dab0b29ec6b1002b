package dev.flotilla.api.cel.function;

import com.google.common.primitives.UnsignedLong;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Kubernetes' functions of lists, the list extension at version 3, and sets. */
final class ListFunctions {
    private static final List<String> COMPARABLE =
            List.of("int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes");
    private static final Map<String, Object> ZEROES =
            Map.of("int", 0L, "uint", UnsignedLong.ZERO, "double", 0.0, "duration", Duration.ZERO);

    private ListFunctions() {}

    static void addTo(FunctionSet.Builder into) {
        for (String type : COMPARABLE) {
            String list = "list(" + type + ")";
            into.member("isSorted", "list_" + type + "_is_sorted_bool", list + " -> bool", args -> isSorted(args[0]));
            into.member("min", "list_" + type + "_min_" + type, list + " -> " + type, args -> extreme(args, "min", -1));
            into.member("max", "list_" + type + "_max_" + type, list + " -> " + type, args -> extreme(args, "max", 1));
            into.member("sort", "list_" + type + "_sort", list + " -> " + list, args -> sort(list(args[0])));
            into.member(
                    "@sortByAssociatedKeys",
                    "list_" + type + "_sortByAssociatedKeys",
                    "list(A), " + list + " -> list(A)",
                    args -> sortBy(list(args[0]), list(args[1])));
        }
        ZEROES.forEach((type, zero) -> into.member(
                "sum",
                "list_" + type + "_sum_" + type,
                "list(" + type + ") -> " + type,
                args -> sum(list(args[0]), zero)));
        into.member("indexOf", "list_a_index_of_int", "list(A), A -> int", args -> indexOf(list(args[0]), args[1]));
        into.member(
                "lastIndexOf",
                "list_a_last_index_of_int",
                "list(A), A -> int",
                args -> lastIndexOf(list(args[0]), args[1]));
        into.member(
                "slice",
                "list_slice",
                "list(A), int, int -> list(A)",
                args -> slice(list(args[0]), (Long) args[1], (Long) args[2]));
        into.member("flatten", "list_flatten", "list(list(A)) -> list(A)", args -> flatten(list(args[0]), 1));
        into.member(
                "flatten",
                "list_flatten_int",
                "list(dyn), int -> list(dyn)",
                args -> flatten(list(args[0]), depth((Long) args[1])));
        into.global("lists.range", "lists_range", "int -> list(int)", args -> range((Long) args[0]));
        into.member("reverse", "list_reverse", "list(A) -> list(A)", args -> reversed(list(args[0])));
        into.member("distinct", "list_distinct", "list(A) -> list(A)", args -> distinct(list(args[0])));
        into.global(
                "sets.contains",
                "list_sets_contains_list",
                "list(A), list(A) -> bool",
                args -> containsAll(list(args[0]), list(args[1])));
        into.global(
                "sets.equivalent",
                "list_sets_equivalent_list",
                "list(A), list(A) -> bool",
                args -> containsAll(list(args[0]), list(args[1])) && containsAll(list(args[1]), list(args[0])));
        into.global(
                "sets.intersects",
                "list_sets_intersects_list",
                "list(A), list(A) -> bool",
                args -> list(args[0]).stream().anyMatch(each -> contains(list(args[1]), each)));
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static Boolean isSorted(Object value) {
        List<?> list = list(value);
        for (int i = 1; i < list.size(); i++) {
            if (Values.compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(Object[] args, String name, int sign) {
        List<?> list = list(args[0]);
        if (list.isEmpty()) {
            throw new CelError(name + " called on empty list");
        }
        Object best = list.getFirst();
        for (Object each : list) {
            if (Values.compare(each, best) * sign > 0) {
                best = each;
            }
        }
        return best;
    }

    private static Object sum(List<?> list, Object zero) {
        Object sum = zero;
        for (Object each : list) {
            sum = Arithmetic.add(sum, each);
        }
        return sum;
    }

    private static List<Object> sort(List<?> list) {
        return sortBy(list, list);
    }

    private static List<Object> sortBy(List<?> list, List<?> keys) {
        if (!keys.isEmpty()
                && keys.stream().anyMatch(key -> !Values.typeOf(key).equals(Values.typeOf(keys.getFirst())))) {
            throw new CelError("list elements must have the same type");
        }
        return IntStream.range(0, list.size())
                .boxed()
                .sorted((left, right) -> Values.compare(keys.get(left), keys.get(right)))
                .<Object>map(list::get)
                .toList();
    }

    private static Long indexOf(List<?> list, Object wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(list.get(i), wanted)) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static Long lastIndexOf(List<?> list, Object wanted) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Values.equal(list.get(i), wanted)) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static List<?> slice(List<?> list, long start, long end) {
        String call = "cannot slice(" + start + ", " + end + "), ";
        if (start < 0 || end < 0) {
            throw new CelError(call + "negative indexes not supported");
        }
        if (start > end) {
            throw new CelError(call + "start index must be less than or equal to end index");
        }
        if (end > list.size()) {
            throw new CelError(call + "list is length " + list.size());
        }
        return list.subList((int) start, (int) end);
    }

    private static long depth(long level) {
        if (level < 0) {
            throw new CelError("level must be non-negative");
        }
        return level;
    }

    private static List<Object> flatten(List<?> list, long depth) {
        List<Object> flat = new ArrayList<>();
        for (Object each : list) {
            if (each instanceof List<?> inner && depth > 0) {
                flat.addAll(flatten(inner, depth - 1));
            } else {
                flat.add(each);
            }
        }
        return flat;
    }

    private static List<Object> range(long end) {
        if (end > 1_000_000) {
            throw new CelError("lists.range: " + end + " is more than the 1000000 that are supported");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = 0; i < end; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static List<Object> reversed(List<?> list) {
        List<Object> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    private static List<Object> distinct(List<?> list) {
        List<Object> kept = new ArrayList<>();
        for (Object each : list) {
            if (!contains(kept, each)) {
                kept.add(each);
            }
        }
        return kept;
    }

    private static boolean contains(List<?> list, Object wanted) {
        return indexOf(list, wanted) >= 0;
    }

    private static boolean containsAll(List<?> list, List<?> wanted) {
        return wanted.stream().allMatch(each -> contains(list, each));
    }
}
