package dev.flotilla.health.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.health.Standstill;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PulseTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private final Pulse pulse = new Pulse(nanos::get);

    @AfterEach
    void stop() {
        pulse.close();
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void findsNothingWhileItBeatsInTime() {
        Pulse.Mark mark = pulse.mark();

        for (int beat = 0; beat < 20; beat++) {
            pass(50);
            pulse.beat();
        }

        Standstill standstill = pulse.since(mark);
        assertThat(standstill.waited()).isEqualTo(Duration.ofSeconds(1));
        assertThat(standstill.stood()).isZero();
        assertThat(standstill.excusesSilence()).isFalse();
    }

    @Test
    void countsABeatThatIsOverdueBeforeItComes() {
        pass(50);
        pulse.beat();
        Pulse.Mark mark = pulse.mark();
        pass(10_050);

        Standstill before = pulse.since(mark);
        pulse.beat();
        Standstill after = pulse.since(mark);

        assertThat(before.stood()).isEqualTo(Duration.ofSeconds(10));
        assertThat(after).isEqualTo(before);
        assertThat(after.excusesSilence()).isTrue();
    }

    @Test
    void countsOnlyWhatCameAfterTheMark() {
        pass(10_000);
        pulse.beat();
        Pulse.Mark mark = pulse.mark();

        pass(50);
        pulse.beat();

        assertThat(pulse.since(mark).stood()).isZero();
    }

    @Test
    void aShortStopExcusesNothing() {
        Standstill collection = new Standstill(Duration.ofMillis(120), Duration.ofMillis(100));

        assertThat(collection.excusesSilence()).isFalse();
        assertThat(Standstill.NONE.excusesSilence()).isFalse();
    }
}
