package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeveralNodesTest {
    private static final int SEEDS = Integer.getInteger("sim.seeds", 1_000);
    private static final int BROKEN_SEEDS = 60;

    /** So few that leaders forget what is still under way. */
    private static final int FORGETFUL = 3;

    private static final long FIRST = Long.getLong("sim.first", 0);

    @Test
    void keepsEveryPromiseWhateverFails() {
        SeveralNodesSim.Tally all = new SeveralNodesSim.Tally(0, 0, 0, 0);
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                all = all.plus(
                        new SeveralNodesSim(seed, true, seed % 2 == 0 ? Forwarder.REMEMBERED_MAX : FORGETFUL).run());
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed + " (-Dsim.first=" + seed + " -Dsim.seeds=1)", failed);
            }
        }
        assertThat(all.committed()).as("%s", all).isGreaterThan(50 * SEEDS);
        assertThat(all.refused()).as("%s", all).isGreaterThan(SEEDS);
        assertThat(all.inDoubt()).as("%s", all).isGreaterThan(SEEDS / 10);
        assertThat(all.terms()).as("%s", all).isGreaterThan(3 * SEEDS / 2);
    }

    @Test
    void noticesALogThatDoesNotFence() {
        assertThat(LongStream.range(0, BROKEN_SEEDS).filter(seed -> fails(new SeveralNodesSim(seed, false, FORGETFUL))))
                .isNotEmpty();
    }

    private static boolean fails(SeveralNodesSim sim) {
        try {
            sim.run();
            return false;
        } catch (AssertionError | RuntimeException noticed) {
            return true;
        }
    }
}
