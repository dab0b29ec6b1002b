package dev.flotilla.cli.drill;

import dev.flotilla.cli.command.Terminal;
import dev.flotilla.cli.local.Waiting;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Follows a drill or a run to its end. */
public final class DrillWatch {
    private static final Duration PATIENCE = Duration.ofHours(24);

    private final Drills drills;
    private final RunStory story = new RunStory();

    public DrillWatch(Drills drills) {
        this.drills = drills;
    }

    /** @return the completed drill */
    public ObjectNode drill(String name) {
        ObjectNode done = Waiting.until(
                PATIENCE,
                () -> {
                    drills.runOf(name).ifPresent(story::tell);
                    return Optional.of(drills.drill(name)).filter(DrillWatch::completed);
                },
                () -> "drill " + name + " is still under way after " + PATIENCE.toHours() + " h");
        drills.runOf(name).ifPresent(story::tell);
        return done;
    }

    /** @return the completed run */
    public ObjectNode run(String name) {
        return Waiting.until(
                PATIENCE,
                () -> {
                    Optional<ObjectNode> run = drills.run(name);
                    run.ifPresent(story::tell);
                    return run.filter(DrillWatch::completed);
                },
                () -> "run " + name + " is still under way after " + PATIENCE.toHours() + " h");
    }

    private static boolean completed(JsonNode object) {
        return object.at("/status/phase").asString("").equals("Completed");
    }

    /** The verdict and what was measured. */
    public static void verdict(JsonNode drill) {
        Terminal.step("Drill " + drill.at("/metadata/name").asString("") + ": "
                + drill.at("/status/result").asString("") + " - "
                + drill.at("/status/message").asString(""));
        for (JsonNode each : drill.at("/status/measurements")) {
            String took =
                    each.has("millis") ? "%.1f s".formatted(each.path("millis").asLong() / 1000.0) : "-";
            String objective = each.has("objectiveMillis")
                    ? "  (objective %.0f s: %s)"
                            .formatted(
                                    each.path("objectiveMillis").asLong() / 1000.0,
                                    each.path("met").asBoolean() ? "met" : "missed")
                    : "";
            Terminal.line("%-22s %8s%s".formatted(each.path("name").asString(""), took, objective));
        }
    }
}
