package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimatorTest {
    private static final Map<String, Long> HALF_A_CPU = Map.of("cpu", 500L);

    @Test
    void countsPodsWhenNothingIsRequested() {
        assertThat(Estimator.replicas(new Capacity(7, Map.of("cpu", 0L), List.of()), Map.of()))
                .isEqualTo(7);
    }

    @Test
    void takesTheScarcestResource() {
        Capacity capacity = new Capacity(100, Map.of("cpu", 4_000L, "memory", 3_000L), List.of());

        assertThat(Estimator.replicas(capacity, Map.of("cpu", 500L, "memory", 1_000L)))
                .isEqualTo(3);
    }

    @Test
    void hasNoRoomForWhatTheClusterDoesNotHave() {
        Capacity capacity = new Capacity(100, Map.of("cpu", 4_000L), List.of());

        assertThat(Estimator.replicas(capacity, Map.of("nvidia.com/gpu", 1_000L)))
                .isZero();
    }

    @Test
    void ignoresRequestsForNothing() {
        assertThat(Estimator.replicas(new Capacity(5, Map.of(), List.of()), Map.of("cpu", 0L)))
                .isEqualTo(5);
    }

    @Test
    void isNeverNegative() {
        assertThat(Estimator.replicas(new Capacity(-3, Map.of("cpu", -1L), List.of()), HALF_A_CPU))
                .isZero();
    }

    @Test
    void countsWholeReplicasNodeByNodeWhereModelsExist() {
        // the sum says 8, but no node of less than half a CPU takes one
        Capacity capacity = new Capacity(
                100,
                Map.of("cpu", 4_000L),
                List.of(new Capacity.Grade(10, Map.of("cpu", 0L)), new Capacity.Grade(3, Map.of("cpu", 1_000L))));

        assertThat(Estimator.replicas(capacity, HALF_A_CPU)).isEqualTo(6);
    }

    @Test
    void limitsPodsOfANode() {
        Capacity capacity = new Capacity(
                10_000, Map.of("cpu", 2_000_000L), List.of(new Capacity.Grade(2, Map.of("cpu", 1_000_000L))));

        assertThat(Estimator.replicas(capacity, Map.of("cpu", 1L))).isEqualTo(220);
    }

    @Test
    void fallsBackToSumsWhenModelsDoNotKnowTheResource() {
        Capacity capacity = new Capacity(
                100, Map.of("cpu", 2_000L, "memory", 5_000L), List.of(new Capacity.Grade(1, Map.of("cpu", 1_000L))));

        assertThat(Estimator.replicas(capacity, Map.of("memory", 1_000L))).isEqualTo(5);
    }
}
