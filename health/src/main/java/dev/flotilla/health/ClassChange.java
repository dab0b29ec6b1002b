package dev.flotilla.health;

import dev.flotilla.api.schema.Quantity;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How much classes of nodes have changed. Two nodes that change places, or a node that drops from one class to the next
 * as a small pod comes, are no change: for each sort of nodes (labels and taints) what counts is how many there are,
 * what they have left together, and what the emptiest of them has left.
 */
final class ClassChange {
    private ClassChange() {}

    /** Nodes of one sort. */
    private static final class Sort {
        private long count;
        private final Map<String, Double> allocatable = new TreeMap<>();
        private final Map<String, Double> free = new TreeMap<>();
        private final Map<String, Double> most = new TreeMap<>();
        private final Map<String, Double> largest = new TreeMap<>();

        private void add(JsonNode nodes) {
            long of = nodes.path("count").asLong(0);
            count += of;
            nodes.path("allocatable").properties().forEach(amount -> {
                double value = value(amount.getValue());
                allocatable.merge(amount.getKey(), of * value, Double::sum);
                largest.merge(amount.getKey(), value, Math::max);
            });
            nodes.path("free").properties().forEach(amount -> {
                double value = value(amount.getValue());
                free.merge(amount.getKey(), of * value, Double::sum);
                most.merge(amount.getKey(), value, Math::max);
            });
        }

        private boolean differs(Sort other, double share) {
            return count != other.count
                    || !free.keySet().equals(other.free.keySet())
                    || apart(allocatable, other.allocatable, allocatable, share)
                    || apart(free, other.free, allocatable, share)
                    || apart(most, other.most, largest, share);
        }

        private static boolean apart(
                Map<String, Double> one, Map<String, Double> two, Map<String, Double> whole, double share) {
            return one.entrySet().stream()
                    .anyMatch(each -> Math.abs(each.getValue() - two.getOrDefault(each.getKey(), 0.0))
                            > share * whole.getOrDefault(each.getKey(), 0.0));
        }
    }

    /** @param share of what there is, below which a difference counts for nothing */
    static boolean matters(JsonNode before, JsonNode after, double share) {
        Map<String, Sort> was = sorts(before);
        Map<String, Sort> is = sorts(after);
        return was.size() != is.size()
                || is.entrySet().stream().anyMatch(each -> differ(was.get(each.getKey()), each.getValue(), share));
    }

    private static boolean differ(@Nullable Sort was, Sort is, double share) {
        return was == null || was.differs(is, share);
    }

    private static Map<String, Sort> sorts(JsonNode classes) {
        Map<String, Sort> sorts = new TreeMap<>();
        for (JsonNode each : classes) {
            String key = new TreeMap<>(each.path("labels")
                            .propertyStream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                    + "|" + each.path("taints");
            sorts.computeIfAbsent(key, _ -> new Sort()).add(each);
        }
        return sorts;
    }

    private static double value(JsonNode quantity) {
        return Quantity.parse(quantity.asString("0")).value().doubleValue();
    }
}
