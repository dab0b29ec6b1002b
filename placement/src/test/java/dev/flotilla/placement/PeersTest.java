package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final ClusterSnapshot FLEET = Fleets.threeRegions();

    @Test
    void goesWhereEveryPeerIs() {
        assertThat(placed(Peers.of(List.of(Set.of("eu-1", "us-1"), Set.of("us-1", "ap-1")), List.of()), Map.of()))
                .containsOnlyKeys("us-1");
    }

    @Test
    void doesNotWaitForPeersThatAreNowhereYet() {
        assertThat(placed(Peers.of(List.of(Set.of()), List.of()), Map.of())).hasSize(6);
    }

    @Test
    void findsNoPlaceWherePeersHaveNoneInCommon() {
        PlacementDecision decision = decide(Peers.of(List.of(Set.of("eu-1"), Set.of("us-1")), List.of()), Map.of());

        assertThat(decision.outcome()).isEqualTo(PlacementDecision.Outcome.NO_CLUSTER_FIT);
        assertThat(decision.leftOut())
                .allMatch(exclusion -> exclusion.stage() == PlacementDecision.Stage.WORKLOAD_AFFINITY);
    }

    @Test
    void keepsAwayFromWhereAnyPeerIs() {
        assertThat(placed(Peers.of(List.of(), List.of(Set.of("eu-1", "eu-2"), Set.of("us-1", "us-2"))), Map.of()))
                .containsOnlyKeys("ap-1", "ap-2");
    }

    @Test
    void leavesNoClusterForAPeerThatCameLater() {
        assertThat(placed(Peers.of(List.of(), List.of(Set.of("eu-1"))), Map.of("eu-1", 1)))
                .containsKey("eu-1");
    }

    private static Map<String, Integer> placed(Peers peers, Map<String, Integer> before) {
        return Fleets.replicas(decide(peers, before));
    }

    private static PlacementDecision decide(Peers peers, Map<String, Integer> before) {
        WorkloadRequest request = new WorkloadRequest(
                Fleets.DEPLOYMENT,
                "uid-1",
                true,
                1,
                Requirement.NONE,
                List.of(),
                peers,
                Fleets.rules(Strategy.DUPLICATED).build());
        return Scheduler.decide(FLEET, request, new Previous(before, Set.of(), "", "", false));
    }
}
