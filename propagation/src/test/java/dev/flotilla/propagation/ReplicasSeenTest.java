package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplicasSeenTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant REPORT = Instant.parse("2026-01-01T00:00:30Z");
    private static final Instant LATER = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void countsThePodsOfDeploymentsJobsAndPods() {
        assertThat(ReplicasSeen.pods(json("{\"replicas\":3,\"readyReplicas\":1}")))
                .contains(3);
        assertThat(ReplicasSeen.pods(json("{\"active\":2,\"succeeded\":1}"))).contains(3);
        assertThat(ReplicasSeen.pods(json("{\"phase\":\"Pending\"}"))).contains(1);
        assertThat(ReplicasSeen.pods(json("{\"loadBalancer\":{}}"))).isEmpty();
    }

    @Test
    void aPodThatIsReplacedAndOneThatARolloutBringsChangeNothing() {
        ReplicasSeen all = ReplicasSeen.first(3, 3, FIRST);

        assertThat(all.then(2, 3, LATER, Optional.of(REPORT))).isEqualTo(all);
        assertThat(all.then(4, 3, LATER, Optional.of(REPORT))).isEqualTo(all);
    }

    @Test
    void whatAReportCountedStaysCountedWhenMoreCome() {
        ReplicasSeen some = ReplicasSeen.first(3, 3, FIRST);

        assertThat(some.then(4, 4, LATER, Optional.of(REPORT))).isEqualTo(new ReplicasSeen(4, LATER, 3));
    }

    @Test
    void whatNoReportCountedYetWaitsWithThoseThatCome() {
        ReplicasSeen some = ReplicasSeen.first(2, 3, FIRST);

        assertThat(some.then(3, 3, LATER, Optional.of(FIRST))).isEqualTo(new ReplicasSeen(3, LATER, 0));
        assertThat(some.then(3, 3, LATER, Optional.empty())).isEqualTo(new ReplicasSeen(3, LATER, 0));
    }

    @Test
    void fallsToWhatTheClusterIsToHaveAsPodsAreSeenToGo() {
        ReplicasSeen all = new ReplicasSeen(4, FIRST, 4);

        assertThat(all.then(4, 2, LATER, Optional.of(REPORT)))
                .as("they are all there still")
                .isEqualTo(all);
        assertThat(all.then(3, 2, LATER, Optional.of(REPORT))).isEqualTo(new ReplicasSeen(3, FIRST, 3));
        assertThat(all.then(1, 2, LATER, Optional.of(REPORT)))
                .as("one of those that stay is replaced")
                .isEqualTo(new ReplicasSeen(2, FIRST, 2));
    }

    @Test
    void aCopyThatIsToGoCountsWithAllOfItsPods() {
        ReplicasSeen some = new ReplicasSeen(2, FIRST, 0);

        assertThat(some.leaving(1, LATER, Optional.of(REPORT)))
                .as("its pods end one by one, and are there until they have ended")
                .isEqualTo(some);
        assertThat(some.leaving(3, LATER, Optional.of(REPORT)))
                .as("one more had been on its way")
                .isEqualTo(new ReplicasSeen(3, LATER, 2));
    }

    private static JsonNode json(String text) {
        return ObjectJson.mapper().readTree(text);
    }
}
