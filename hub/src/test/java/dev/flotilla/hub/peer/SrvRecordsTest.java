package dev.flotilla.hub.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.hub.config.Address;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SrvRecordsTest {
    @Test
    void namesEachNodeByTheFirstLabelOfItsTarget() {
        assertThat(SrvRecords.nodes(List.of(
                        "0 33 7444 hub-0.hub-peers.flotilla.svc.cluster.local.",
                        "10 5 8444 hub-1.hub-peers.flotilla.svc.cluster.local")))
                .isEqualTo(Map.of(
                        "hub-0", new Address("hub-0.hub-peers.flotilla.svc.cluster.local", 7444),
                        "hub-1", new Address("hub-1.hub-peers.flotilla.svc.cluster.local", 8444)));
    }

    @Test
    void passesOverWhatIsNoRecordOfANode() {
        assertThat(SrvRecords.nodes(List.of("", "0 0 7444", "0 0 99999 a.", "0 0 7444 .", "a b c d")))
                .isEmpty();
    }
}
