package dev.flotilla.placement.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LabelTimesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    @Test
    void whatWasThereAtFirstHasNoTime() {
        LabelTimes times = LabelTimes.first(cluster(Map.of("tier", "gold")));

        assertThat(times.changed(_ -> true)).isEmpty();
        assertThat(times.then(cluster(Map.of("tier", "gold")), NOW)).isEqualTo(times);
    }

    @Test
    void aLabelThatComesChangesOrGoesHasTheTimeItDid() {
        LabelTimes first = LabelTimes.first(cluster(Map.of("tier", "gold", "disk", "")));

        LabelTimes times = first.then(cluster(Map.of("tier", "lead", "gpu", "a")), NOW);

        assertThat(times.changed("tier"::equals)).contains(NOW);
        assertThat(times.changed("disk"::equals)).contains(NOW);
        assertThat(times.changed("gpu"::equals)).contains(NOW);
        assertThat(times.changed("region"::equals)).isEmpty();
        assertThat(times.then(cluster(Map.of("tier", "lead", "gpu", "a", "disk", "")), NOW.plusSeconds(9))
                        .changed("disk"::equals))
                .as("it has come back")
                .contains(NOW.plusSeconds(9));
        assertThat(times.then(cluster(Map.of("tier", "lead", "gpu", "a")), NOW.plusSeconds(9)))
                .isEqualTo(times);
    }

    @Test
    void remembersThoseThatHaveGoneUpToABound() {
        LabelTimes times = LabelTimes.first(cluster(Map.of()));
        for (int turn = 0; turn < 3 * LabelTimes.GONE_MAX; turn++) {
            times = times.then(cluster(Map.of("build-" + turn, "x")), NOW.plusSeconds(turn));
        }

        assertThat(times.labels()).hasSize(LabelTimes.GONE_MAX + 1);
        assertThat(times.changed("build-0"::equals)).isEmpty();
        assertThat(times.changed(("build-" + (3 * LabelTimes.GONE_MAX - 2))::equals))
                .isPresent();
    }

    @Test
    void readsWhatItWrites() {
        LabelTimes times = LabelTimes.first(cluster(new TreeMap<>(Map.of("tier", "gold", "empty", ""))))
                .then(cluster(Map.of("tier", "lead")), NOW);

        assertThat(LabelTimes.of(annotated(times.json()))).contains(times);
    }

    @Test
    void whatAPersonHasSpoiltIsBegunAnew() {
        assertThat(LabelTimes.of(annotated("{"))).isEmpty();
        assertThat(LabelTimes.of(annotated("{\"labels\":{\"tier\":{\"since\":\"yesterday\"}}}")))
                .isEmpty();
        assertThat(LabelTimes.of(annotated("{\"labels\":{\"tier\":null}}"))
                        .orElseThrow()
                        .changed(_ -> true))
                .isEmpty();
    }

    private static ObjectNode annotated(String annotation) {
        ObjectNode cluster = ObjectJson.mapper().createObjectNode();
        cluster.withObject("/metadata/annotations").put(Marks.LABELS_SINCE, annotation);
        return cluster;
    }

    private static ClusterIdentity cluster(Map<String, String> labels) {
        return new ClusterIdentity("eu-1", labels, "", "eu", List.of());
    }
}
