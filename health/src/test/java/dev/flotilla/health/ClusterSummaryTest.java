package dev.flotilla.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ClusterSummaryTest {
    private static final Instant READ_AT = Instant.parse("2026-01-01T00:00:01.9Z");

    @Test
    void addsUpWhatReadyNodesOfferAndWhatPodsAskFor() {
        MemberReading reading = new MemberReading(
                "v1.36.0",
                List.of(),
                List.of(node("True"), node("True"), node("False")),
                List.of(pod("n1", "250m"), pod("n1", "250m"), pod("", "1")));

        ObjectNode summary = ClusterSummary.of(reading, List.of(), READ_AT);

        assertThat(summary.at("/nodeSummary").toString()).isEqualTo("{\"totalNum\":3,\"readyNum\":2}");
        assertThat(summary.at("/resourceSummary/allocatable").toString())
                .isEqualTo("{\"cpu\":\"8\",\"memory\":\"16Gi\",\"pods\":\"220\"}");
        assertThat(summary.at("/resourceSummary/allocated").toString()).isEqualTo("{\"cpu\":\"500m\",\"pods\":\"2\"}");
        assertThat(summary.at("/resourceSummary/allocating").toString()).isEqualTo("{\"cpu\":\"1\",\"pods\":\"1\"}");
    }

    @Test
    void aPodAsksForItsLargestInitContainerWhereThatIsMore() {
        JsonNode pod = ObjectJson.mapper()
                .readTree(
                        "{\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"1\"}}}],"
                                + "\"initContainers\":[{\"resources\":{\"requests\":{\"cpu\":\"3\"}}}]}}");

        ObjectNode summary =
                ClusterSummary.of(new MemberReading("v1", List.of(), List.of(), List.of(pod)), List.of(), READ_AT);

        assertThat(summary.at("/resourceSummary/allocated/cpu").asString()).isEqualTo("3");
    }

    @Test
    void smallChangesAreNotWorthAWrite() {
        ObjectNode before = summaryOf(100);

        assertThat(ClusterSummary.worthWriting(before, summaryOf(104))).isFalse();
        assertThat(ClusterSummary.worthWriting(ObjectJson.mapper().readTree(before.toString()), before))
                .as("itself, as it was stored")
                .isFalse();
        assertThat(ClusterSummary.worthWriting(before, summaryOf(106))).isTrue();
        assertThat(ClusterSummary.worthWriting(ObjectJson.mapper().createObjectNode(), before))
                .isTrue();
    }

    private static ObjectNode summaryOf(int pods) {
        List<JsonNode> all = IntStream.range(0, pods)
                .<JsonNode>mapToObj(_ -> pod("n", "10m"))
                .toList();
        return ClusterSummary.of(new MemberReading("v1", List.of(), List.of(node("True")), all), List.of(), READ_AT);
    }

    private static JsonNode node(String ready) {
        return ObjectJson.mapper()
                .readTree("{\"status\":{\"allocatable\":{\"cpu\":\"4\",\"memory\":\"8Gi\",\"pods\":\"110\"},"
                        + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"" + ready + "\"}]}}");
    }

    private static JsonNode pod(String node, String cpu) {
        return ObjectJson.mapper()
                .readTree("{\"spec\":{\"nodeName\":\"" + node
                        + "\",\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"" + cpu + "\"}}}]}}");
    }
}
