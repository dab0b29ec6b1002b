package dev.flotilla.api.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Instant START = Instant.parse("2026-11-26T00:00:00Z");
    private static final Optional<SliceAssignment> THREE =
            SliceAssignment.over(Optional.empty(), new TreeSet<>(List.of("a", "b", "c")));
    private static final Hearing NEW = Hearing.from(START);

    private static Instant after(long ms) {
        return START.plusMillis(ms);
    }

    private static Set<String> holders(Hearing hearing, long ms) {
        return hearing.holders("a", THREE, after(ms));
    }

    @Test
    void takesNothingFromAnyoneBeforeItHasListenedForAWhile() {
        assertThat(holders(NEW, 2_999)).containsExactly("a", "b", "c");
        assertThat(holders(NEW, 3_000)).containsExactly("a");
    }

    @Test
    void keepsThoseItHears() {
        Hearing hearing = NEW.hears("b", true, after(2_500)).hears("c", true, after(500));

        assertThat(holders(hearing, 5_499)).containsExactly("a", "b");
        assertThat(holders(hearing, 5_500)).containsExactly("a");
    }

    @Test
    void takesInWhoeverIsNewAtOnce() {
        assertThat(holders(NEW.hears("d", true, after(100)), 200)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void givesNothingToANodeThatLeavesOrIsBehindTheLog() {
        assertThat(holders(NEW.hears("b", false, after(100)), 200)).containsExactly("a", "c");
        assertThat(holders(NEW.hears("b", false, after(100)).hears("b", true, after(600)), 700))
                .containsExactly("a", "b", "c");
    }

    @Test
    void alwaysHoldsSlicesItselfAsTheOneThatCanBeSureOfItself() {
        Hearing deaf = NEW.hears("a", false, after(100));

        assertThat(holders(deaf, Duration.ofDays(1).toMillis())).containsExactly("a");
    }
}
