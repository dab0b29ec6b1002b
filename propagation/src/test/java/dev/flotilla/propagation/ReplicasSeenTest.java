package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplicasSeenTest {
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void countsThePodsOfDeploymentsJobsAndPods() {
        assertThat(ReplicasSeen.in(json("{\"replicas\":3,\"readyReplicas\":1}")))
                .contains(3);
        assertThat(ReplicasSeen.in(json("{\"active\":2,\"succeeded\":1}"))).contains(3);
        assertThat(ReplicasSeen.in(json("{\"phase\":\"Pending\"}"))).contains(1);
        assertThat(ReplicasSeen.in(json("{\"loadBalancer\":{}}"))).isEmpty();
    }

    @Test
    void keepsTheTimeWhileNoPodIsAddedAndTakesTheNewOneWhenThereAreMore() {
        assertThat(ReplicasSeen.counted(item(3, EARLY), item(3, LATE)).replicasSince())
                .isEqualTo(EARLY);
        assertThat(ReplicasSeen.counted(item(3, EARLY), item(2, LATE)).replicasSince())
                .isEqualTo(EARLY);
        assertThat(ReplicasSeen.counted(item(3, EARLY), item(4, LATE)).replicasSince())
                .isEqualTo(LATE);
    }

    @Test
    void goesOnCountingWhatWasThereWhileNothingIsSeen() {
        AggregatedStatusItem unseen = new AggregatedStatusItem("eu-1", null, false, "away", Health.UNKNOWN, LATE);

        AggregatedStatusItem counted = ReplicasSeen.counted(item(3, EARLY), unseen);

        assertThat(counted.replicas()).isEqualTo(3);
        assertThat(counted.replicasSince()).isEqualTo(EARLY);
    }

    private static AggregatedStatusItem item(@Nullable Integer replicas, Instant since) {
        return new AggregatedStatusItem(
                "eu-1", json("{\"replicas\":" + replicas + "}"), true, "", Health.HEALTHY, since, replicas, since);
    }

    private static JsonNode json(String text) {
        return ObjectJson.mapper().readTree(text);
    }
}
