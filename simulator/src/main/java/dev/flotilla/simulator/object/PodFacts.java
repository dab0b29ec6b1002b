package dev.flotilla.simulator.object;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.StoredObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What controllers, the scheduler and endpoint slices want to know of a pod.
 *
 * @param phase empty while nobody has reported one
 * @param readySince when it became ready; empty while it is not
 * @param node empty until it is bound to one
 * @param ip empty until it has one
 * @param requests what its containers ask of a node
 * @param refused whether it was told that no node can take it
 */
public record PodFacts(
        String phase, Optional<Instant> readySince, String node, String ip, Resources requests, boolean refused) {
    /** Amounts of what a node has to give. */
    public record Resources(long cpuMillis, long memoryBytes) {
        public static final Resources NONE = new Resources(0, 0);

        public Resources plus(Resources other) {
            return new Resources(cpuMillis + other.cpuMillis, memoryBytes + other.memoryBytes);
        }

        Resources max(Resources other) {
            return new Resources(Math.max(cpuMillis, other.cpuMillis), Math.max(memoryBytes, other.memoryBytes));
        }

        /** Reads {@code {cpu, memory}}; what is absent or unreadable counts as nothing. */
        public static Resources of(JsonNode amounts) {
            return new Resources(
                    amount(amounts.path("cpu"), BigDecimal.valueOf(1000)),
                    amount(amounts.path("memory"), BigDecimal.ONE));
        }

        private static long amount(JsonNode quantity, BigDecimal unit) {
            if (quantity.isMissingNode() || quantity.isNull()) {
                return 0;
            }
            try {
                return Quantity.parse(quantity.asString(""))
                        .value()
                        .multiply(unit)
                        .longValue();
            } catch (IllegalArgumentException unreadable) {
                return 0;
            }
        }
    }

    public boolean ready() {
        return readySince.isPresent();
    }

    /** It has ended, well or badly, and will not run again. */
    public boolean ended() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static PodFacts read(StoredObject pod) {
        ObjectNode tree = pod.tree();
        JsonNode spec = tree.path("spec");
        JsonNode status = tree.path("status");
        return new PodFacts(
                status.path("phase").asString(""),
                Condition.holds(status, "Ready")
                        ? Condition.find(status, "Ready")
                                .map(ready -> Instant.parse(
                                        ready.path("lastTransitionTime").asString("1970-01-01T00:00:00Z")))
                        : Optional.empty(),
                spec.path("nodeName").asString(""),
                status.path("podIP").asString(""),
                requests(spec),
                Condition.find(status, "PodScheduled").isPresent() && !Condition.holds(status, "PodScheduled"));
    }

    private static Resources requests(JsonNode spec) {
        Resources running = Resources.NONE;
        for (JsonNode container : spec.path("containers")) {
            running = running.plus(Resources.of(container.path("resources").path("requests")));
        }
        Resources starting = Resources.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            starting = starting.max(Resources.of(container.path("resources").path("requests")));
        }
        return running.max(starting);
    }
}
