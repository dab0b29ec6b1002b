package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofMillis(40);

    @Test
    void aLeaderWithLittleToDoWaitsForNobody() {
        assertThat(Gathering.NONE.enough()).isEqualTo(1);
        assertThat(Gathering.NONE.after(1, QUICK).after(1, QUICK).enough()).isEqualTo(1);
        assertThat(Gathering.NONE.after(1, SLOW).after(1, SLOW).enough()).isEqualTo(1);
    }

    @Test
    void aBusyOneWaitsForHalfOfThoseOfTheLastTwoGroups() {
        Gathering busy = Gathering.NONE.after(20, QUICK).after(44, QUICK);

        assertThat(busy.enough()).isEqualTo(32);
        assertThat(busy.within()).isEqualTo(Gathering.SHORT);
        assertThat(busy.after(5, QUICK).enough()).isEqualTo(24);
    }

    @Test
    void allWritersAtOnceBecomeTwoHalvesThatTakeTurns() {
        Gathering together = Gathering.NONE.after(64, QUICK);

        assertThat(together.enough()).isEqualTo(32);
        assertThat(together.after(32, QUICK).after(32, QUICK).enough()).isEqualTo(32);
    }

    @Test
    void whereATransactionIsLongItWaitsAQuarterOfOneForWhoeverComes() {
        Gathering slow = Gathering.NONE.after(32, SLOW).after(32, SLOW);

        assertThat(slow.enough()).isEqualTo(CommitQueue.GROUP_COMMITS_MAX);
        assertThat(slow.within()).isEqualTo(Duration.ofMillis(10));
        assertThat(slow.after(64, Duration.ofSeconds(2)).within()).isEqualTo(Gathering.LONG_MAX);
        assertThat(slow.after(64, QUICK).enough()).isEqualTo(48);
    }

    @Test
    void aBurstIsForgottenAfterTwoGroups() {
        assertThat(Gathering.NONE
                        .after(500, QUICK)
                        .after(1, QUICK)
                        .after(1, QUICK)
                        .enough())
                .isEqualTo(1);
    }
}
