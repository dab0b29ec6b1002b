package dev.flotilla.apiserver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JsonPathTest {
    private static final JsonNode OBJECT = ObjectJson.mapper().readTree("""
            {"spec":{"size":3,"a.b":{"c":"d"},"list":[{"n":"x"},{"n":"y"}]},
             "status":{"conditions":[{"type":"Synced","status":"False"},{"type":"Ready","status":"True"}]}}""");

    private static String at(String path) {
        return JsonPath.first(OBJECT, path).asString("missing");
    }

    @Test
    void followsThePathsThatColumnsUse() {
        assertThat(at(".spec.size")).isEqualTo("3");
        assertThat(at("$.spec.size")).isEqualTo("3");
        assertThat(at(".spec['a.b'].c")).isEqualTo("d");
        assertThat(at(".spec.a\\.b.c")).isEqualTo("d");
        assertThat(at(".spec.list[1].n")).isEqualTo("y");
        assertThat(at(".spec.list[-1].n")).isEqualTo("y");
        assertThat(at(".spec.list[*].n")).isEqualTo("x");
        assertThat(at(".status.conditions[?(@.type==\"Ready\")].status")).isEqualTo("True");
        assertThat(at(".status.conditions[?(@.type=='Synced')].status")).isEqualTo("False");
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(at(".spec.none.deeper")).isEqualTo("missing");
        assertThat(at(".status.conditions[?(@.type==\"None\")].status")).isEqualTo("missing");
        assertThat(at(".spec.list[9].n")).isEqualTo("missing");
        assertThat(at(".spec.list[")).isEqualTo("missing");
    }
}
