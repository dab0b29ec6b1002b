package dev.flotilla.dr.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.dr.DrillStatus.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ReportJsonTest {
    static List<DrillReport> reports() {
        return List.of(
                SampleReports.passed(), SampleReports.failed(), SampleReports.aborted(), SampleReports.inconclusive());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void readsBackWhatItWrote(DrillReport report) {
        DrillReport read = ReportJson.read(ReportJson.bytes(report));

        assertThat(read).isEqualTo(report);
    }

    @Test
    void writesResultsAndMilestonesByTheirLabels() {
        ObjectNode tree = ReportJson.tree(SampleReports.passed());

        assertThat(tree.path("run").path("result").asString()).isEqualTo(Result.PASSED.label());
        assertThat(tree.path("timeline").path(0).path("event").asString()).isEqualTo(Milestone.INJECTED.label());
        assertThat(tree.path("timeline").path(0).path("at").asString()).isEqualTo("2026-11-26T05:12:03.120Z");
    }

    @Test
    void refusesAFieldItDoesNotKnow() {
        ObjectNode tree = ReportJson.tree(SampleReports.passed());
        ((ObjectNode) tree.path("run")).put("extra", true);

        assertThatThrownBy(() -> ReportJson.read(tree)).hasMessageContaining("extra");
    }

    @Test
    void refusesAMissingField() {
        ObjectNode tree = ReportJson.tree(SampleReports.passed());
        ((ObjectNode) tree.path("run")).remove("reasons");

        assertThatThrownBy(() -> ReportJson.read(tree)).hasMessageContaining("reasons");
    }

    @Test
    void refusesAFormatOfTheFuture() {
        ObjectNode tree = ReportJson.tree(SampleReports.passed()).put("formatVersion", 2);

        assertThatThrownBy(() -> ReportJson.read(tree)).hasMessageContaining("a newer flotilla may know it");
    }

    @Test
    void refusesAMeasurementThatClaimsWhatItsNumbersDeny() {
        ObjectNode tree = ReportJson.tree(SampleReports.failed());
        ((ObjectNode) tree.path("measurements").path(0)).put("met", true);

        assertThatThrownBy(() -> ReportJson.read(tree)).hasMessageContaining("cannot be met=true");
    }

    @Test
    void refusesWhatIsNotInItsOrder() {
        ObjectNode tree = ReportJson.tree(SampleReports.passed());
        ArrayNode timeline = (ArrayNode) tree.path("timeline");
        timeline.add(timeline.remove(0));

        assertThatThrownBy(() -> ReportJson.read(tree)).hasMessageContaining("not in the form");
    }

    @Test
    void refusesATimeThatIsNone() {
        ObjectNode tree = ReportJson.tree(SampleReports.passed());
        ((ObjectNode) tree.path("run")).put("endedAt", "tomorrow");

        assertThatThrownBy(() -> ReportJson.read(tree)).hasMessageContaining("'tomorrow' is not a time");
    }
}
