package dev.flotilla.api.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which nodes a leader hears. It is advice about where work should go, and nothing depends on its being right: a node
 * that is wrongly thought gone loses slices that others take over, and gets some back when it is heard again.
 *
 * @param since when this node began to lead; what it knows from before is nothing
 */
public record Hearing(Instant since, Map<String, Heard> heard) {
    /** How long a node may be silent before its slices go to others: six of its signs. */
    public static final Duration SILENCE = Duration.ofSeconds(3);

    /** @param fit whether it said that it can hold slices: it is near the log's end, and is not about to leave */
    public record Heard(Instant at, boolean fit) {}

    public Hearing {
        heard = Map.copyOf(heard);
    }

    public static Hearing from(Instant since) {
        return new Hearing(since, Map.of());
    }

    public Hearing hears(String node, boolean fit, Instant now) {
        Map<String, Heard> next = new TreeMap<>(heard);
        next.put(node, new Heard(now, fit));
        return new Hearing(since, next);
    }

    /**
     * The nodes that are to hold slices: the leader, those it hears, and for a while after it began those it has not
     * heard yet.
     *
     * @param leader this node
     */
    public SortedSet<String> holders(String leader, Optional<SliceAssignment> current, Instant now) {
        SortedSet<String> holders = new TreeSet<>();
        holders.add(leader);
        if (now.isBefore(since.plus(SILENCE))) {
            current.ifPresent(assignment -> holders.addAll(assignment.counts().keySet()));
        }
        heard.forEach((node, last) -> {
            if (!last.fit() || !now.isBefore(last.at().plus(SILENCE))) {
                holders.remove(node);
            } else {
                holders.add(node);
            }
        });
        holders.add(leader);
        return holders;
    }
}
