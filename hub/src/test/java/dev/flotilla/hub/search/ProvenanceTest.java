package dev.flotilla.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ProvenanceTest {
    @Test
    void marksAnObjectAndTakesTheMarksBackUnchanged() {
        String original = """
                {"kind":"Pod","metadata":{"name":"a","resourceVersion":"7"}}""";
        ObjectNode pod = json(original);

        Provenance.mark(pod, "m1");
        assertThat(pod.at("/metadata/annotations").path(Provenance.CLUSTER).asString(""))
                .isEqualTo("m1");
        assertThat(pod.at("/metadata/resourceVersion").asString(""))
                .isEqualTo(FleetPosition.of("m1", "7").text());

        Provenance.unmark(pod, "m1");
        assertThat(pod).isEqualTo(json(original));
    }

    @Test
    void leavesAMembersOwnVersionAndOtherAnnotationsAlone() {
        String original = """
                {"metadata":{"resourceVersion":"7","annotations":{"a":"b"}}}""";
        ObjectNode pod = json(original);

        Provenance.unmark(pod, "m1");

        assertThat(pod).isEqualTo(json(original));
    }

    @Test
    void putsTheClusterBehindTheNameInTables() {
        ObjectNode table = json("""
                {"kind":"Table","columnDefinitions":[{"name":"Name"},{"name":"Ready"}],
                 "rows":[{"cells":["a","1/1"],"object":{"metadata":{"name":"a"}}}]}""");

        Provenance.mark(table, "m1");

        assertThat(table.at("/columnDefinitions/1/name").asString("")).isEqualTo("Cluster");
        assertThat(table.at("/rows/0/cells").toString()).isEqualTo("[\"a\",\"m1\",\"1/1\"]");
    }

    @Test
    void putsTheCellsOfAnotherVersionUnderTheColumnsOfTheFirst() {
        ObjectNode table = json("""
                {"kind":"Table","columnDefinitions":[{"name":"Name"},{"name":"Age"},{"name":"Ready"}],
                 "rows":[{"cells":["a","5m","1/1"]}]}""");
        ObjectNode first = json("""
                {"columnDefinitions":[{"name":"Name"},{"name":"Ready"},{"name":"New"},{"name":"Age"}]}""");

        Provenance.align(table, first.withArray("columnDefinitions"));

        assertThat(table.at("/rows/0/cells").toString()).isEqualTo("[\"a\",\"1/1\",null,\"5m\"]");
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
