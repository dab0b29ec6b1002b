package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {
    @Test
    void aLeaderWithLittleToDoWaitsForNobody() {
        assertThat(Gathering.NONE.enough()).isEqualTo(1);
        assertThat(Gathering.NONE.after(1).after(1).enough()).isEqualTo(1);
    }

    @Test
    void aBusyOneWaitsForHalfOfThoseOfTheLastTwoGroups() {
        assertThat(Gathering.NONE.after(20).after(44).enough()).isEqualTo(32);
        assertThat(Gathering.NONE.after(20).after(44).after(5).enough()).isEqualTo(24);
    }

    @Test
    void allWritersAtOnceBecomeTwoHalvesThatTakeTurns() {
        Gathering together = Gathering.NONE.after(64);

        assertThat(together.enough()).isEqualTo(32);
        assertThat(together.after(32).after(32).enough()).isEqualTo(32);
    }

    @Test
    void aBurstIsForgottenAfterTwoGroups() {
        assertThat(Gathering.NONE.after(500).after(1).after(1).enough()).isEqualTo(1);
    }
}
