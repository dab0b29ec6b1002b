package dev.flotilla.cli.drill;

import dev.flotilla.cli.command.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tells a run on the terminal as it goes: what each step waits for first, and how it ends. */
public final class RunStory {
    private static final int LENGTH_MAX = 110;

    private final Set<String> told = new HashSet<>();
    private final Set<String> waiting = new HashSet<>();

    /** Tells what is new in a run. */
    public void tell(JsonNode run) {
        for (JsonNode step : run.at("/status/steps")) {
            String state = step.path("state").asString("");
            String name = step.path("step").asString("");
            if (!state.equals("Started") && told.add(name)) {
                Terminal.line("%7s  %-9s %s%s"
                        .formatted(
                                since(run, step),
                                name,
                                mark(state),
                                step.path("message").asString("")));
            }
        }
        String phase = run.at("/status/phase").asString("");
        String message = run.at("/status/message").asString("");
        if (!phase.equals("Completed") && !message.isEmpty() && waiting.add(phase)) {
            Terminal.line("%7s  %-9s ... %s".formatted("", phase, shortened(message)));
        }
    }

    private static String shortened(String message) {
        return message.length() <= LENGTH_MAX ? message : message.substring(0, LENGTH_MAX - 1) + "…";
    }

    private static String mark(String state) {
        return state.equals("Done") ? "" : state + ": ";
    }

    /** Seconds from the loss, or from the run's begin where there is none yet. */
    private static String since(JsonNode run, JsonNode step) {
        String lost = run.at("/status/lostSince").asString("");
        String began = lost.isEmpty() ? run.at("/status/steps/0/startedAt").asString("") : lost;
        String ended = step.path("endedAt").asString("");
        if (began.isEmpty() || ended.isEmpty()) {
            return "";
        }
        Duration after = Duration.between(Instant.parse(began), Instant.parse(ended));
        return after.isNegative() ? "" : "%.1f s".formatted(after.toMillis() / 1000.0);
    }
}
