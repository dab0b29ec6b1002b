package dev.flotilla.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills, stops and cuts off whatever a hub of three nodes consists of, by a seed, and holds what its clients and
 * members saw against the log. {@code -Dfaults.minutes=N} goes on with new seeds for so long; {@code -Dfaults.seed=N}
 * takes one. One hub after the other: two of them would be busy starting for most of the time.
 */
final class FaultsIT {
    private static final int SCHEDULES = 3;
    private static final int TURNS = 8;
    private static final long FIRST_FURTHER = 1_000;
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Optional<Long> oneSeed() {
        return Optional.ofNullable(Long.getLong("faults.seed"));
    }

    private static FaultRun.Outcome keeps(FaultRun hub, Schedule schedule) {
        FaultRun.Outcome outcome = hub.run(schedule);
        System.out.println(outcome.summary());
        assertThat(outcome.violations()).as(outcome.summary()).isEmpty();
        return outcome;
    }

    @Nested
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    final class OverBrokersOfItsOwn {
        @TempDir(cleanup = CleanupMode.ON_SUCCESS)
        private static Path directory;

        private static FaultRun hub;

        @BeforeAll
        @Timeout(value = 4, unit = TimeUnit.MINUTES)
        static void start() throws IOException {
            hub = FaultRun.start(directory, FaultyHub.Brokers.EMBEDDED);
        }

        @AfterAll
        static void stop() {
            if (hub != null) {
                hub.close();
            }
        }

        static LongStream seeds() {
            return oneSeed().map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, SCHEDULES));
        }

        @ParameterizedTest(name = "seed {0}")
        @MethodSource("seeds")
        void keepsWhatItPromised(long seed) {
            keeps(hub, Schedule.of(seed, true, seed < FIRST_FURTHER ? SHORT : LONG));
        }

        /**
         * One that had nothing under way when it was stopped has nothing to be refused, so it may take another time.
         */
        @Test
        @Timeout(value = 10, unit = TimeUnit.MINUTES)
        void theBrokerRefusesALeaderThatWasStopped() {
            List<String> refusals = List.of();
            for (int turn = 1; turn <= TURNS && refusals.isEmpty(); turn++) {
                Schedule schedule = new Schedule(-turn, List.of(new Fault.Superseded(Duration.ofMillis(1_500))));
                refusals = keeps(hub, schedule).refusals();
            }
            assertThat(refusals).isNotEmpty();
        }

        @Test
        @Timeout(value = 8, unit = TimeUnit.HOURS)
        void goesOnForAsLongAsItIsTold() {
            long minutes = Long.getLong("faults.minutes", 0);
            long deadline = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
            for (long seed = Long.getLong("faults.from", FIRST_FURTHER); System.nanoTime() < deadline; seed++) {
                keepsWhatItPromised(seed);
            }
        }
    }

    /** Where a single node of three can go on. */
    @Nested
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    final class OverAKafkaOfNobodys {
        @TempDir(cleanup = CleanupMode.ON_SUCCESS)
        private static Path directory;

        private static FaultRun hub;

        @BeforeAll
        @Timeout(value = 4, unit = TimeUnit.MINUTES)
        static void start() throws IOException {
            hub = FaultRun.start(directory, FaultyHub.Brokers.APART);
        }

        @AfterAll
        static void stop() {
            if (hub != null) {
                hub.close();
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {11, 12})
        void keepsWhatItPromised(long seed) {
            keeps(hub, Schedule.of(seed, false, SHORT));
        }
    }
}
