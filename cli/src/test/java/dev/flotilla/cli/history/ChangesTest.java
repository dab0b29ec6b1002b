package dev.flotilla.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChangesTest {
    private static List<JsonNode> items(String json) {
        List<JsonNode> items = new ArrayList<>();
        ObjectJson.parse(("{'items':" + json + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .path("items")
                .forEach(items::add);
        return items;
    }

    @Test
    void saysWhatEachChangeChanged() {
        List<Changes.Row> rows = Changes.rows(items("""
                [{'resourceVersion':'30','time':'2026-01-02T03:04:07.123Z','verb':'delete','by':{'name':'bob'}},
                 {'resourceVersion':'20','time':'2026-01-02T03:04:06Z','verb':'update','by':{'name':'ann'},
                  'object':{'spec':{'replicas':3,'a':1,'b':2,'c':3}}},
                 {'resourceVersion':'10','time':'2026-01-02T03:04:05Z','verb':'create',
                  'object':{'spec':{'replicas':2}}}]"""));

        assertThat(rows)
                .containsExactly(
                        new Changes.Row("2026-01-02T03:04:07Z", "30", "delete", "bob", ""),
                        new Changes.Row(
                                "2026-01-02T03:04:06Z",
                                "20",
                                "update",
                                "ann",
                                "spec.a: (none) → 1; spec.b: (none) → 2; spec.c: (none) → 3; and 1 more"),
                        new Changes.Row("2026-01-02T03:04:05Z", "10", "create", "-", ""));
    }

    @Test
    void tellsAPlacementOnceAndWhy() {
        List<Changes.Row> rows = Changes.placements(items("""
                [{'resourceVersion':'3','time':'t','by':{'name':'status'},'object':{'spec':{'clusters':[{'name':'a','replicas':2},{'name':'b'}]},
                  'status':{'decision':{'summary':'two fit'}}}},
                 {'resourceVersion':'2','time':'t','by':{'name':'scheduler'},'object':{'spec':{'clusters':[{'name':'a','replicas':2},{'name':'b'}]},
                  'status':{'decision':{'summary':'two fit'}}}},
                 {'resourceVersion':'1','time':'t','by':{'name':'detector'},'object':{'spec':{}}}]"""));

        assertThat(rows)
                .containsExactly(
                        new Changes.Row("t", "2", "place", "scheduler", "a=2, b: two fit"),
                        new Changes.Row("t", "1", "place", "detector", "nowhere"));
    }

    @Test
    void readsMomentsAsTheyAreTyped() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");

        assertThat(Moment.of("1234", now)).isEqualTo("1234");
        assertThat(Moment.of("90s", now)).isEqualTo("2026-01-02T03:02:35Z");
        assertThat(Moment.of("2d", now)).isEqualTo("2025-12-31T03:04:05Z");
        assertThat(Moment.of("2026-01-01T00:00:00Z", now)).isEqualTo("2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> Moment.of("yesterday", now)).hasMessageContaining("'yesterday' is no point");
    }
}
