package dev.flotilla.dr.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.FailoverRunStatus.Outcome;
import dev.flotilla.api.dr.FailoverRunStatus.State;
import dev.flotilla.api.dr.FailoverStep;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over a simulated fleet: what they leave behind, however they end and whoever is killed meanwhile. */
class FailoverRunSim {
    private static final int WORKLOADS = 20;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aDrillMovesWhatItMustAndLeavesEverythingAsItWas(long seed) {
        RunFleet fleet = new RunFleet(seed, WORKLOADS);
        Map<String, String> before = fleet.placements();
        Map<String, Set<String>> copies = fleet.copies();

        fleet.drill("d", "");
        FailoverRunStatus status = fleet.end("d");

        assertThat(status.outcome()).as(status.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(status.steps()).extracting(step -> step.state()).containsOnly(State.DONE);
        assertThat(status.steps()).extracting(step -> step.step()).containsExactly(FailoverStep.values());
        assertThat(status.movedCount()).isPositive();
        assertThat(status.moves())
                .allSatisfy(move -> assertThat(move.after()).doesNotContain("eu-"))
                .allSatisfy(move -> assertThat(Stream.of(move.movedAt(), move.readyAt(), move.returnedAt()))
                        .isSorted()
                        .doesNotContainNull());
        assertThat(status.timeline())
                .extracting(event -> event.event())
                .containsExactlyInAnyOrder(
                        Milestone.INJECTED.label(),
                        Milestone.DETECTED.label(),
                        Milestone.DRAINED.label(),
                        Milestone.FIRST_READY.label(),
                        Milestone.LAST_READY.label(),
                        Milestone.SOAKED.label(),
                        Milestone.HEALED.label(),
                        Milestone.RETURNED.label(),
                        Milestone.SETTLED.label());
        assertThat(fleet.only()).isEqualTo("d");
        assertThat(fleet.placements()).isEqualTo(before);
        assertThat(fleet.copies()).isEqualTo(copies);
        fleet.assertEachPlacementIsExplained();
        fleet.assertNothingIsLeftOver();
        RunFleet.assertJournalIsWhole(status);
    }

    @Test
    void aTrippedGuardPutsEverythingBack() {
        RunFleet fleet = new RunFleet(4, WORKLOADS);
        Map<String, String> before = fleet.placements();
        fleet.drill("d", "");
        while (!fleet.status("d").phase().equals("Verify")) {
            fleet.pass(Duration.ofSeconds(1));
        }

        fleet.members.fail("ap-1");
        fleet.pass(Duration.ofSeconds(3));
        fleet.members.heal("ap-1");
        FailoverRunStatus status = fleet.end("d");

        assertThat(status.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(status.guards()).extracting(guard -> guard.name()).containsExactly("others");
        assertThat(status.message()).contains("guard others tripped: ap-1 is not ready");
        assertThat(fleet.placements()).isEqualTo(before);
        fleet.pass(Duration.ofSeconds(5));
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void aRunThatIsDeletedUnwindsFirst() {
        RunFleet fleet = new RunFleet(5, WORKLOADS);
        Map<String, String> before = fleet.placements();
        fleet.drill("d", "");
        while (!fleet.status("d").phase().equals("Soak")) {
            fleet.pass(Duration.ofSeconds(1));
        }

        fleet.delete("d");
        fleet.pass(Duration.ofSeconds(60));

        assertThat(fleet.exists("d")).isFalse();
        assertThat(fleet.placements()).isEqualTo(before);
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void doesNothingWhereThereIsNothingToProve() {
        RunFleet fleet = new RunFleet(6, WORKLOADS);
        Map<String, String> before = fleet.placements();

        fleet.drill("nothing", ", \"scope\": {\"namespaces\": [\"elsewhere\"]}");
        FailoverRunStatus status = fleet.end("nothing");

        assertThat(status.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(status.message()).isEqualTo("no workload is in scope");
        assertThat(status.steps()).extracting(step -> step.step()).containsExactly(FailoverStep.PREFLIGHT);
        assertThat(fleet.placements()).isEqualTo(before);
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void isInconclusiveIfTheLossHadNoEffect() {
        RunFleet fleet = new RunFleet(7, 0);
        fleet.world.deployment("everywhere", 3, "{}", "");
        fleet.pass(Duration.ofSeconds(8));

        fleet.drill("d", "");
        FailoverRunStatus status = fleet.end("d");

        assertThat(status.outcome()).as(status.message()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(status.message()).contains("no effect");
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void waitsForAnotherRunInTheSameSites() {
        RunFleet fleet = new RunFleet(8, WORKLOADS);
        fleet.drill("a", "");
        fleet.pass(Duration.ofSeconds(4));

        fleet.drill("b", "");
        fleet.pass(Duration.ofSeconds(2));

        assertThat(fleet.status("b").message()).isEqualTo("another run is active there: a");
        assertThat(fleet.end("a").outcome()).isEqualTo(Outcome.SUCCEEDED);
        fleet.end("b");
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void aDrillAndARealLossLeaveTheSameDecisions() {
        RunFleet drilled = new RunFleet(9, WORKLOADS);
        RunFleet lost = new RunFleet(9, WORKLOADS);

        drilled.drill("d", "");
        drilled.end("d");
        lost.members.take("eu-1", "eu-2");
        lost.pass(Duration.ofSeconds(40));
        String incident = lost.only();
        List<String> meant = lost.decisions(incident);

        assertThat(meant).anyMatch(each -> each.startsWith("move shop/Deployment/"));
        assertThat(drilled.decisions("d").stream().filter(each -> !each.startsWith("return ")))
                .containsExactlyInAnyOrderElementsOf(meant);
    }

    @Test
    void aFailbackBringsHomeWhatARealLossMoved() {
        RunFleet fleet = new RunFleet(10, WORKLOADS);
        Map<String, String> before = fleet.placements();
        fleet.members.take("eu-1", "eu-2");
        fleet.pass(Duration.ofSeconds(30));
        fleet.members.give("eu-1", "eu-2");
        FailoverRunStatus incident = fleet.end(fleet.only());
        Map<String, String> moved = fleet.placements();

        fleet.create("home", "{\"purpose\": \"Failback\", \"sites\": [{\"region\": \"eu\"}]}");
        FailoverRunStatus status = fleet.end("home");

        assertThat(incident.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(moved).isNotEqualTo(before);
        assertThat(status.outcome()).as(status.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(fleet.placements()).isEqualTo(before);
        fleet.assertNothingIsLeftOver();
    }

    @ParameterizedTest(name = "its commit lost: {0}")
    @ValueSource(booleans = {true, false})
    void aHubKilledAtAnyCommitLeavesARunThatEndsAsIfNothingHadHappened(boolean lost) {
        int kills = 0;
        for (int at = 1; ; at++) {
            RunFleet fleet = new RunFleet(11, 5);
            Map<String, String> before = fleet.placements();
            KilledOnce killed = new KilledOnce(fleet, at, lost);

            fleet.drill("d", "");
            FailoverRunStatus status = fleet.end("d");

            assertThat(status.outcome())
                    .as("killed at commit %d: %s", at, status.message())
                    .isEqualTo(Outcome.SUCCEEDED);
            assertThat(fleet.placements()).as("killed at commit %d", at).isEqualTo(before);
            assertThat(status.steps())
                    .as("killed at commit %d", at)
                    .extracting(step -> step.step())
                    .doesNotHaveDuplicates();
            fleet.assertNothingIsLeftOver();
            RunFleet.assertJournalIsWhole(status);
            if (!killed.happened()) {
                break;
            }
            kills++;
            assertThat(status.epoch()).as("killed at commit %d", at).isLessThanOrEqualTo(2);
        }
        assertThat(kills).isGreaterThan(2 * FailoverStep.values().length);
    }
}
