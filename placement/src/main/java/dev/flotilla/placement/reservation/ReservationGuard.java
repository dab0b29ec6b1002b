package dev.flotilla.placement.reservation;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.Capacity;
import dev.flotilla.placement.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Refuses a placement that counts on room which is promised to others by now. It is asked in the order of the log, so
 * that of two decisions that saw the same room the first gets it, and the second is made anew.
 */
public final class ReservationGuard implements Guard {
    private static final String NAME = "reservations";
    private static final String NEED = "need";
    private static final String IN = "in/";
    private static final String GONE = "gone/";

    private final ReservationLedger ledger = new ReservationLedger();

    /**
     * Of a commit that brings replicas to clusters.
     *
     * @param requirement of each of them
     * @param more how many come to each cluster that it does not have yet
     * @param gone by cluster, what leaves it by the same commit
     */
    public static Precondition precondition(
            Requirement requirement, Map<String, Integer> more, Map<String, List<Capacity.Taken>> gone) {
        Map<String, String> arguments = new HashMap<>();
        arguments.put(NEED, Need.write(requirement).toString());
        more.forEach((cluster, replicas) -> arguments.put(IN + cluster, String.valueOf(replicas)));
        gone.forEach(
                (cluster, taken) -> arguments.put(GONE + cluster, write(taken).toString()));
        return new Precondition.Guarded(NAME, arguments);
    }

    private static ArrayNode write(List<Capacity.Taken> taken) {
        ArrayNode written = ObjectJson.mapper().createArrayNode();
        taken.forEach(each -> written.add(Need.write(each.requirement()).put("replicas", each.replicas())));
        return written;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
        Requirement requirement = Need.read(json(arguments.getOrDefault(NEED, "{}")));
        for (Map.Entry<String, String> each : new TreeMap<>(arguments).entrySet()) {
            if (each.getKey().startsWith(IN)) {
                String cluster = each.getKey().substring(IN.length());
                int more = Integer.parseInt(each.getValue());
                List<Capacity.Taken> gone = gone(arguments.getOrDefault(GONE + cluster, "[]"));
                OptionalInt room = ledger.room(snapshot, cluster, requirement, gone);
                if (room.isPresent() && room.getAsInt() < more) {
                    return Optional.of("cluster " + cluster + " has room for " + room.getAsInt()
                            + " more replicas, not for " + more + ": the rest is promised to others");
                }
            }
        }
        return Optional.empty();
    }

    private static List<Capacity.Taken> gone(String text) {
        List<Capacity.Taken> gone = new ArrayList<>();
        json(text)
                .forEach(each -> gone.add(new Capacity.Taken(
                        Need.read(each), each.path("replicas").asLong(0))));
        return gone;
    }

    private static JsonNode json(String text) {
        return ObjectJson.mapper().readTree(text.getBytes(StandardCharsets.UTF_8));
    }
}
