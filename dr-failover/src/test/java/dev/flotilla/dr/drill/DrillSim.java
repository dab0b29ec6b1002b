package dev.flotilla.dr.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.Drill;
import dev.flotilla.api.dr.DrillStatus;
import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.dr.evidence.Verification;
import dev.flotilla.dr.run.RunFleet;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole drills over a simulated fleet, from the object that asks for one to its signed report. */
class DrillSim {
    private static final int WORKLOADS = 10;
    private static final int DRILL_SECONDS_MAX = 600;

    private final RunFleet fleet = new RunFleet(21, WORKLOADS);

    @BeforeEach
    void hasAKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Base64.Encoder base64 = Base64.getEncoder();
        fleet.world.create("/secrets/flotilla-system/drill-signing-key", """
                {"apiVersion": "v1", "kind": "Secret",
                 "metadata": {"name": "drill-signing-key", "namespace": "flotilla-system"},
                 "data": {"privateKey": "%s", "publicKey": "%s"}}""".formatted(
                        base64.encodeToString(pair.getPrivate().getEncoded()),
                        base64.encodeToString(pair.getPublic().getEncoded())));
        fleet.world.run(new DrillReconciler("hub-id"));
    }

    @Test
    void passesAndLeavesASignedReport() {
        Map<String, String> before = fleet.placements();

        DrillStatus status = drilled(60, "", "");

        assertThat(status.reasons()).isEmpty();
        assertThat(status.result()).isEqualTo(Result.PASSED);
        assertThat(status.measurements())
                .filteredOn(each -> each.name().equals("recovery"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.millis()).isPositive();
                    assertThat(each.objectiveMillis()).isEqualTo(60_000);
                    assertThat(each.met()).isTrue();
                });
        assertThat(fleet.placements()).isEqualTo(before);
        for (String file : new String[] {"report.json", "report.md", "report.html"}) {
            String report = report(status, file);
            assertThat(Verification.verify(report.getBytes(StandardCharsets.UTF_8), Optional.empty()))
                    .as(file)
                    .isInstanceOfSatisfying(Verification.Valid.class, valid -> {
                        assertThat(valid.drill()).isEqualTo("d");
                        assertThat(valid.keyFingerprint())
                                .isEqualTo(evidence(status).keyFingerprint());
                    });
        }
        assertThat(report(status, "report.md")).contains("Passed", "recovery");
    }

    @Test
    void failsWhereTheObjectiveIsMissed() {
        Map<String, String> before = fleet.placements();

        DrillStatus status = drilled(1, "", "");

        assertThat(status.result()).isEqualTo(Result.FAILED);
        assertThat(status.message()).matches("recovery took .* s, the objective is 1.0 s");
        assertThat(fleet.placements()).isEqualTo(before);
        assertThat(evidence(status).configMap()).startsWith("drill-report-d-");
    }

    @Test
    void isInconclusiveOverAnEmptyScope() {
        DrillStatus status = drilled(60, ", \"scope\": {\"namespaces\": [\"elsewhere\"]}", "");

        assertThat(status.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(status.message()).isEqualTo("no workload is in scope");
    }

    @Test
    void isAbortedOnRequestWithEverythingAsBefore() {
        Map<String, String> before = fleet.placements();
        apply(60, "");
        while (!status().phase().equals("Soak")) {
            fleet.pass(Duration.ofSeconds(1));
        }

        fleet.world.edit(
                "dr.flotilla.dev/disasterrecoverydrills//d",
                tree -> tree.withObject("/spec").put("abort", true));
        DrillStatus status = end();

        assertThat(status.result()).isEqualTo(Result.ABORTED);
        assertThat(status.message()).isEqualTo("it was aborted on request");
        assertThat(fleet.placements()).isEqualTo(before);
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void saysSoIfItsRunIsDeleted() {
        Map<String, String> before = fleet.placements();
        apply(60, "");
        while (!status().phase().equals("Verify")) {
            fleet.pass(Duration.ofSeconds(1));
        }

        fleet.delete(status().runRef());
        DrillStatus status = end();

        assertThat(status.result()).isEqualTo(Result.ABORTED);
        assertThat(fleet.placements()).isEqualTo(before);
        fleet.assertNothingIsLeftOver();
    }

    @Test
    void completesWithoutAReportIfThereIsNoKey() {
        fleet.world.delete("/secrets/flotilla-system/drill-signing-key");

        DrillStatus status = drilled(60, "", "");

        assertThat(status.result()).isEqualTo(Result.PASSED);
        assertThat(status.evidence()).isNull();
        assertThat(status.conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.isTrue()).isFalse();
            assertThat(condition.message()).contains("restart the hub");
        });
    }

    private DrillStatus drilled(int rtoSeconds, String scope, String more) {
        apply(rtoSeconds, scope + more);
        return end();
    }

    private void apply(int rtoSeconds, String more) {
        fleet.world.create("dr.flotilla.dev/disasterrecoverydrills//d", """
                {"apiVersion": "dr.flotilla.dev/v1alpha1", "kind": "DisasterRecoveryDrill", "metadata": {"name": "d"},
                 "spec": {"title": "Loss of eu", "type": "Simulation", "sites": [{"region": "eu"}],
                  "objectives": {"rtoSeconds": %d}, "soakSeconds": 3, "maxSeconds": 120%s}}""".formatted(rtoSeconds, more));
    }

    private DrillStatus end() {
        for (int second = 0; second < DRILL_SECONDS_MAX; second++) {
            if (status().phase().equals(DrillStatus.COMPLETED)) {
                return status();
            }
            fleet.pass(Duration.ofSeconds(1));
        }
        throw new AssertionError("the drill does not end: " + status());
    }

    private DrillStatus status() {
        return fleet.world
                .snapshot()
                .get(Drill.key("d"))
                .map(Drill::of)
                .orElseThrow()
                .status();
    }

    private static DrillStatus.Evidence evidence(DrillStatus status) {
        assertThat(status.evidence()).isNotNull();
        return status.evidence();
    }

    private String report(DrillStatus status, String file) {
        ObjectKey key = ObjectKey.of(
                "", "configmaps", "flotilla-system", evidence(status).configMap());
        return fleet.world
                .snapshot()
                .get(key)
                .orElseThrow()
                .tree()
                .path("data")
                .path(file)
                .asString("");
    }
}
