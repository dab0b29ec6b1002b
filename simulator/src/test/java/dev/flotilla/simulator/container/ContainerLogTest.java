package dev.flotilla.simulator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerLogTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final ContainerLog log = new ContainerLog("web", "web:1", START, Optional.empty());

    @Test
    void writesALineASecond() {
        Instant now = START.plusSeconds(2);

        assertThat(log.lines(log.first(now), log.next(now), false))
                .containsExactly(
                        "container web started from image web:1",
                        "container web has been running for 1 s",
                        "container web has been running for 2 s");
        assertThat(log.lines(2, 3, true))
                .containsExactly("2026-01-01T00:00:02Z container web has been running for 2 s");
    }

    @Test
    void findsTheLinesSinceATime() {
        assertThat(log.since(START.plusMillis(1_500))).isEqualTo(2);
        assertThat(log.since(START.minusSeconds(5))).isZero();
    }

    @Test
    void losesOldLinesAndWritesNoneAfterItsEnd() {
        Instant late = START.plusSeconds(5_000);

        assertThat(log.next(late) - log.first(late)).isEqualTo(ContainerLog.LINES_MAX);
        assertThat(new ContainerLog("web", "web:1", START, Optional.of(START.plusSeconds(3))).next(late))
                .isEqualTo(4);
    }
}
