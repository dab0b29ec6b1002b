package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.command.FailbackCommand;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * A drill and a real loss of the same region decide the same: who is taken for lost, who is left, and where each
 * workload goes. The order within one second is not compared here, since two members' probes race; the simulation
 * compares that.
 */
@ExtendWith(SharedFleet.class)
@EnabledIfSystemProperty(named = "fleet.faults", matches = "true", disabledReason = "with -Pfaults")
@Timeout(600)
final class DrillAndLossIT {
    private static final String NAMESPACE = "compared";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void leaveTheSameDecisions(LocalFleetFixture fleet) {
        Drills drills = Drills.in(fleet, NAMESPACE);
        Map<String, Map<String, Integer>> before = drills.placements();
        Set<String> earlier = incidents(fleet).keySet();

        drills.apply("rehearsed", 90);
        drills.awaitEnd("rehearsed");
        fleet.fail("eu");
        String incident = await("the run of the real loss")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> incidents(fleet).keySet().stream()
                                .filter(name -> !earlier.contains(name))
                                .findFirst()
                                .orElse(""),
                        name -> !name.isEmpty());
        await("everything is ready elsewhere")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> incidents(fleet).get(incident).path("phase").asString(""), "Heal"::equals);
        JsonNode real = incidents(fleet).get(incident);
        fleet.heal("eu");
        await("the loss is over")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> incidents(fleet).get(incident).path("phase").asString(""), "Completed"::equals);
        int failback = FailbackCommand.run(fleet.hub(), "eu");

        assertThat(outcomes(drills.run("rehearsed"))).isEqualTo(outcomes(real));
        assertThat(failback).isZero();
        assertThat(drills.placements()).isEqualTo(before);
    }

    private static Map<String, JsonNode> incidents(LocalFleetFixture fleet) {
        Map<String, JsonNode> incidents = new TreeMap<>();
        fleet.list("hub", Drills.RUNS).stream()
                .filter(run -> run.at("/spec/purpose").asString("").equals("Incident"))
                .forEach(run -> incidents.put(run.at("/metadata/name").asString(""), run.path("status")));
        return incidents;
    }

    /** Who is lost and who is left; of each workload, where it was and where it came to rest. */
    private static Set<String> outcomes(JsonNode run) {
        Map<String, String> moves = new TreeMap<>();
        Set<String> outcomes = new TreeSet<>();
        for (JsonNode decision : run.path("decisions")) {
            String what = decision.path("what").asString("");
            if (what.startsWith("move " + NAMESPACE + "/")) {
                moves.put(what.substring(0, what.indexOf(':')), what);
            } else if (!what.startsWith("move ") && !what.startsWith("return ")) {
                outcomes.add(what);
            }
        }
        outcomes.addAll(moves.values());
        assertThat(outcomes).as(ObjectJson.mapper().writeValueAsString(run)).isNotEmpty();
        return outcomes;
    }
}
