package dev.flotilla.simulator.node;

import dev.flotilla.simulator.object.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a simulated pod behaves, from its annotations:
 *
 * <ul>
 *   <li>{@code simulator.flotilla.dev/never-ready: "true"} runs and never becomes ready;
 *   <li>{@code simulator.flotilla.dev/ready-after-ms} becomes ready that long after it was bound to a node;
 *   <li>{@code simulator.flotilla.dev/run-ms} runs that long, where its restart policy lets it end;
 *   <li>{@code simulator.flotilla.dev/exit-code} ends with this code; not 0 means Failed.
 * </ul>
 *
 * The moment at which a bound pod becomes ready is kept in {@code simulator.flotilla.dev/ready-at}.
 */
record Behaviour(ObjectNode pod) {
    private static final String PREFIX = "simulator.flotilla.dev/";
    private static final long MOMENT_GRID_MS = 50;

    boolean neverReady() {
        return "true".equals(annotation("never-ready"));
    }

    int exitCode() {
        return (int) number("exit-code").orElse(0L).longValue();
    }

    /** When it becomes ready; empty while it has not begun to start. */
    Optional<Instant> readyAt() {
        String text = annotation("ready-at");
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    /** Marks the moment at which it will be ready, if it begins to start now. */
    void start(Pace pace, Instant now) {
        long waitMs = number("ready-after-ms")
                .orElseGet(() -> Names.between(
                        pace.readyMin().toMillis(), pace.readyMax().toMillis(), uid()));
        long atMs = Math.ceilDiv(now.toEpochMilli() + waitMs, MOMENT_GRID_MS) * MOMENT_GRID_MS;
        pod.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(PREFIX + "ready-at", Instant.ofEpochMilli(atMs).toString());
    }

    /** When its containers end by themselves; empty if they run for ever. */
    Optional<Instant> endsAt(Pace pace) {
        String restart = pod.path("spec").path("restartPolicy").asString("Always");
        if (restart.equals("Always")) {
            return Optional.empty();
        }
        Duration runs = number("run-ms").map(Duration::ofMillis).orElse(pace.run());
        return readyAt().map(ready -> ready.plus(runs));
    }

    private Optional<Long> number(String name) {
        String text = annotation(name);
        return text.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private String annotation(String name) {
        JsonNode annotations = pod.path("metadata").path("annotations");
        return annotations.path(PREFIX + name).asString("");
    }

    private String uid() {
        return pod.path("metadata").path("uid").asString("");
    }
}
