package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.dr.evidence.Verification;
import dev.flotilla.dr.evidence.VerifyingKey;
import dev.flotilla.e2e.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Drills of the loss of region eu, as kubectl starts them: every verdict, and what a drill leaves behind. */
@ExtendWith(SharedFleet.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
final class DrillIT {
    private static LocalFleetFixture fleet;
    private static Drills drills;

    @BeforeAll
    static void place(LocalFleetFixture shared) {
        fleet = shared;
        drills = Drills.in(fleet, "drilled");
    }

    @Test
    @Order(1)
    void isInconclusiveOverAnEmptyScope() {
        fleet.kubectl("hub", "drilled")
                .run(drills.manifest("empty", "nobody-is-here", 60), "apply", "-f", "-")
                .succeeded();

        JsonNode status = drills.awaitEnd("empty");

        assertThat(status.path("result").asString()).isEqualTo("Inconclusive");
        assertThat(status.path("message").asString()).isEqualTo("no workload is in scope");
    }

    @Test
    @Order(2)
    void passesWithAReportThatCanBeVerifiedAndLeavesTheSitesUntouched() {
        Map<String, Map<String, Integer>> before = drills.placements();
        Map<String, String> copies = drills.copies("eu");

        drills.apply("passes", 90);
        JsonNode status = drills.awaitEnd("passes");

        assertThat(status.path("result").asString()).as(status.toString()).isEqualTo("Passed");
        assertThat(drills.run("passes").path("movedCount").asInt()).isPositive();
        assertThat(drills.placements()).isEqualTo(before);
        assertThat(drills.copies("eu")).isEqualTo(copies).isNotEmpty();
        VerifyingKey key = VerifyingKey.ofPem(drills.key());
        for (String file : List.of("report.json", "report.md", "report.html")) {
            byte[] report = drills.report("passes", file);
            assertThat(Verification.verify(report, Optional.of(key))).as(file).isInstanceOf(Verification.Valid.class);
            report[report.length / 2] ^= 1;
            assertThat(Verification.verify(report, Optional.of(key))).as(file).isInstanceOf(Verification.Invalid.class);
        }
    }

    @Test
    @Order(3)
    void isAbortedByItsGuardWithEverythingAsBefore() {
        Map<String, Map<String, Integer>> before = drills.placements();
        Map<String, String> copies = drills.copies("eu");

        drills.apply("guarded", 90);
        drills.awaitPhase("guarded", "Move");
        fleet.fail("ap-1");
        await("the guard trips")
                .atMost(Duration.ofSeconds(60))
                .until(() -> drills.run("guarded").path("outcome").asString(""), "Aborted"::equals);
        fleet.heal("ap-1");
        JsonNode status = drills.awaitEnd("guarded");

        assertThat(status.path("result").asString()).as(status.toString()).isEqualTo("Aborted");
        assertThat(status.path("message").asString()).startsWith("guard other-sites-ready tripped: ap-1 is not ready");
        assertThat(drills.placements()).isEqualTo(before);
        assertThat(drills.copies("eu")).isEqualTo(copies);
    }

    @Test
    @Order(4)
    @EnabledIfSystemProperty(named = "fleet.faults", matches = "true", disabledReason = "with -Pfaults")
    void failsIfTheObjectiveIsMissed() {
        Map<String, Map<String, Integer>> before = drills.placements();

        drills.apply("strict", 1);
        JsonNode status = drills.awaitEnd("strict");

        assertThat(status.path("result").asString()).isEqualTo("Failed");
        assertThat(status.path("message").asString()).matches("recovery took .* s, the objective is 1.0 s");
        assertThat(drills.placements()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void refusesADrillThatSaysTooLittle() {
        String manifest = drills.manifest("bad", "drilled", 90)
                .replace("sites: [{region: eu}]", "sites: [{region: eu, cluster: eu-1}]");

        Command.Outcome refused = fleet.kubectl("hub", "drilled").run(manifest, "apply", "-f", "-");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output())
                .contains("The DisasterRecoveryDrill \"bad\" is invalid: spec.sites[0]")
                .contains("exactly one of region and cluster must be set");
        assertThat(new String(drills.report("bad", "report.json"), StandardCharsets.UTF_8))
                .isEmpty();
    }
}
