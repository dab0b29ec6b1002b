package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.policy.Toleration;
import dev.flotilla.api.work.ReplicaRequirements.NodeClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimatorTest {
    private static final Map<String, Long> HALF_A_CPU = Map.of("cpu", 500L);

    @Test
    void countsPodsWhenNothingIsRequested() {
        assertThat(replicas(new Capacity(7, Map.of("cpu", 0L), List.of()), Map.of()))
                .isEqualTo(7);
    }

    @Test
    void takesTheScarcestResource() {
        Capacity capacity = new Capacity(100, Map.of("cpu", 4_000L, "memory", 3_000L), List.of());

        assertThat(replicas(capacity, Map.of("cpu", 500L, "memory", 1_000L))).isEqualTo(3);
    }

    @Test
    void hasNoRoomForWhatTheClusterDoesNotHave() {
        Capacity capacity = new Capacity(100, Map.of("cpu", 4_000L), List.of());

        assertThat(replicas(capacity, Map.of("nvidia.com/gpu", 1_000L))).isZero();
    }

    @Test
    void ignoresRequestsForNothing() {
        assertThat(replicas(new Capacity(5, Map.of(), List.of()), Map.of("cpu", 0L)))
                .isEqualTo(5);
    }

    @Test
    void isNeverNegative() {
        assertThat(replicas(new Capacity(-3, Map.of("cpu", -1L), List.of()), HALF_A_CPU))
                .isZero();
    }

    @Test
    void countsWholeReplicasNodeByNodeWhereModelsExist() {
        // the sum says 8, but no node of less than half a CPU takes one
        Capacity capacity = new Capacity(
                100,
                Map.of("cpu", 4_000L),
                List.of(new Capacity.Grade(10, Map.of("cpu", 0L)), new Capacity.Grade(3, Map.of("cpu", 1_000L))));

        assertThat(replicas(capacity, HALF_A_CPU)).isEqualTo(6);
    }

    @Test
    void limitsPodsOfANode() {
        Capacity capacity = new Capacity(
                10_000, Map.of("cpu", 2_000_000L), List.of(new Capacity.Grade(2, Map.of("cpu", 1_000_000L))));

        assertThat(replicas(capacity, Map.of("cpu", 1L))).isEqualTo(220);
    }

    @Test
    void fallsBackToSumsWhenModelsDoNotKnowTheResource() {
        Capacity capacity = new Capacity(
                100, Map.of("cpu", 2_000L, "memory", 5_000L), List.of(new Capacity.Grade(1, Map.of("cpu", 1_000L))));

        assertThat(replicas(capacity, Map.of("memory", 1_000L))).isEqualTo(5);
    }

    @Test
    void countsOnNodesThatTheClaimAdmits() {
        Capacity.NodeClass plain = node(3, 10, "disk", "hdd", List.of());
        Capacity.NodeClass fast = node(2, 10, "disk", "ssd", List.of());
        Capacity.NodeClass kept = node(5, 10, "disk", "ssd", List.of(new Taint("gpu", "", Taint.NO_SCHEDULE, null)));
        Capacity capacity = new Capacity(1000, Map.of("cpu", 1_000_000L), List.of(), List.of(plain, fast, kept));

        assertThat(Estimator.replicas(capacity, new Requirement(HALF_A_CPU, Optional.empty())))
                .isEqualTo(10);
        assertThat(Estimator.replicas(capacity, claim(Map.of("disk", "ssd"), List.of())))
                .isEqualTo(4);
        assertThat(Estimator.replicas(
                        capacity, claim(Map.of("disk", "ssd"), List.of(new Toleration("gpu", "Exists", "", "", null)))))
                .isEqualTo(14);
        assertThat(Estimator.replicas(capacity, claim(Map.of("disk", "tape"), List.of())))
                .isZero();
    }

    @Test
    void countsWhatNodesHaveLeftAndNotTheirSum() {
        // 2 CPUs in all, but no node has one to give
        Capacity capacity =
                new Capacity(100, Map.of("cpu", 2_000L), List.of(), List.of(node(20, 10, "a", "b", List.of())));

        assertThat(replicas(capacity, Map.of("cpu", 1_001L))).isZero();
    }

    private static Capacity.NodeClass node(int count, int pods, String label, String value, List<Taint> taints) {
        return new Capacity.NodeClass(
                count, pods, Map.of("cpu", 1_000L), Map.of("cpu", 4_000L), Map.of(label, value), taints);
    }

    private static Requirement claim(Map<String, String> selector, List<Toleration> tolerations) {
        return new Requirement(HALF_A_CPU, Optional.of(new NodeClaim(null, selector, tolerations)));
    }

    private static int replicas(Capacity capacity, Map<String, Long> request) {
        return Estimator.replicas(capacity, new Requirement(request, Optional.empty()));
    }
}
