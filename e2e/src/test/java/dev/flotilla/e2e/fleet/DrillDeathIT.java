package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.FailoverStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The hub is killed ({@code -9}) at every step of a run, as soon as the step is in the journal. */
@ExtendWith(SharedFleet.class)
@EnabledIfSystemProperty(named = "fleet.faults", matches = "true", disabledReason = "with -Pfaults")
@Timeout(900)
final class DrillDeathIT {
    @Test
    void aRunGoesOnWhereverTheHubIsKilled(LocalFleetFixture fleet) {
        Drills drills = Drills.in(fleet, "killed");
        Map<String, Map<String, Integer>> before = drills.placements();
        Map<String, String> copies = drills.copies("eu");
        List<String> killedAt = new ArrayList<>();

        drills.apply("killed", 90);
        for (FailoverStep step : FailoverStep.values()) {
            if (passes(drills, step)) {
                fleet.killHub();
                killedAt.add(step.label());
                fleet.restartHub();
            }
        }
        JsonNode status = drills.awaitEnd("killed");

        JsonNode run = drills.run("killed");
        assertThat(killedAt)
                .as("steps seen in time to kill the hub")
                .hasSizeGreaterThan(FailoverStep.values().length / 2);
        assertThat(run.path("outcome").asString()).as(status.toString()).isEqualTo("Succeeded");
        assertThat(run.path("epoch").asInt())
                .as("a process that takes over raises it; the last may find the run over")
                .isGreaterThanOrEqualTo(killedAt.size());
        assertThat(run.path("steps").size()).isEqualTo(FailoverStep.values().length);
        assertThat(drills.placements()).isEqualTo(before);
        assertThat(drills.copies("eu"))
                .as("nothing was applied twice, nothing removed")
                .isEqualTo(copies);
        drills.awaitReady();
    }

    /** Waits for the step; false if it was over before it could be seen. */
    private static boolean passes(Drills drills, FailoverStep step) {
        while (true) {
            String phase = drills.run("killed").path("phase").asString("");
            if (phase.equals(step.label())) {
                return true;
            }
            boolean beyond = phase.equals("Completed")
                    || List.of(FailoverStep.values()).stream()
                            .anyMatch(each -> each.label().equals(phase) && each.compareTo(step) > 0);
            if (beyond) {
                return false;
            }
        }
    }
}
