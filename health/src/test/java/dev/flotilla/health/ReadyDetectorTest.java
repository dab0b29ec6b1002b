package dev.flotilla.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.health.ProbeSample.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadyDetectorTest {
    private static final HealthSettings SETTINGS = HealthSettings.DEFAULT;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void believesTheFirstSampleAtOnce() {
        ReadyDetector first = ReadyDetector.NEW.next(sample(0, Verdict.READY), SETTINGS);

        assertThat(first.opinion()).contains(Verdict.READY);
    }

    @Test
    void threeFailuresWithinASecondAreNotEnough() {
        ReadyDetector detector = after(Verdict.READY, new long[] {1000, 1300, 1600}, Verdict.UNREACHABLE);

        assertThat(detector.opinion()).contains(Verdict.READY);
    }

    @Test
    void failuresThatLastAreBelieved() {
        ReadyDetector detector = after(Verdict.READY, new long[] {1000, 2000, 3000, 4000, 5000}, Verdict.UNREACHABLE);

        assertThat(detector.opinion()).contains(Verdict.UNREACHABLE);
    }

    @Test
    void oneSuccessForgetsTheRun() {
        ReadyDetector failing = after(Verdict.READY, new long[] {1000, 2000, 3000}, Verdict.UNREACHABLE);

        ReadyDetector recovered = failing.next(sample(3500, Verdict.READY), SETTINGS);

        assertThat(recovered.runLength()).isZero();
        assertThat(recovered.opinion()).contains(Verdict.READY);
    }

    @Test
    void comesBackOnlyAfterALongerRun() {
        ReadyDetector four = after(Verdict.UNREACHABLE, new long[] {1000, 2000, 3000, 4000}, Verdict.READY);
        ReadyDetector six = after(Verdict.UNREACHABLE, new long[] {1000, 2000, 3000, 4000, 5000, 6000}, Verdict.READY);

        assertThat(four.opinion()).contains(Verdict.UNREACHABLE);
        assertThat(six.opinion()).contains(Verdict.READY);
    }

    @Test
    void aRestartedHubKeepsItsOpinionUntilARunContradictsIt() {
        ReadyDetector resumed = ReadyDetector.resuming(Verdict.READY);

        ReadyDetector afterOneFailure = resumed.next(sample(0, Verdict.UNREACHABLE), SETTINGS);

        assertThat(afterOneFailure.opinion()).contains(Verdict.READY);
    }

    @Test
    void silenceSaysNothingWhileTheHubItselfStoodStill() {
        Standstill suspended = new Standstill(Duration.ofSeconds(6), Duration.ofSeconds(5));
        ReadyDetector detector = ReadyDetector.resuming(Verdict.READY);

        for (int second = 0; second < 60; second += 6) {
            detector = detector.next(sample(second * 1000L, Verdict.UNREACHABLE), suspended, SETTINGS);
        }

        assertThat(detector.opinion()).contains(Verdict.READY);
        assertThat(detector.runLength()).isZero();
    }

    @Test
    void aRefusalIsBelievedHoweverLateItIsRead() {
        Standstill suspended = new Standstill(Duration.ofSeconds(6), Duration.ofSeconds(5));
        ReadyDetector detector = ReadyDetector.resuming(Verdict.READY);

        for (int second = 0; second <= 18; second += 6) {
            detector = detector.next(sample(second * 1000L, Verdict.NOT_READY), suspended, SETTINGS);
        }

        assertThat(detector.opinion()).contains(Verdict.NOT_READY);
    }

    @Test
    void aSilentMemberIsBelievedDeadByAHubThatIsOnlySlowNowAndThen() {
        Standstill slow = new Standstill(Duration.ofSeconds(5), Duration.ofSeconds(1));
        ReadyDetector detector = ReadyDetector.resuming(Verdict.READY);

        for (int second = 0; second <= 18; second += 6) {
            detector = detector.next(sample(second * 1000L, Verdict.UNREACHABLE), slow, SETTINGS);
        }

        assertThat(detector.opinion()).contains(Verdict.UNREACHABLE);
    }

    @Test
    void theOpinionNeverChangesFasterThanTheThresholdsAllow() {
        for (int round = 0; round < 200; round++) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            ReadyDetector detector = ReadyDetector.NEW.next(sample(0, Verdict.READY), SETTINGS);
            List<Long> changes = new ArrayList<>();
            long at = 0;
            for (int step = 0; step < 300; step++) {
                at += 100 + random.nextInt(1500);
                Verdict verdict = Verdict.values()[random.nextInt(Verdict.values().length)];
                boolean wasReady = detector.opinion().orElseThrow() == Verdict.READY;
                detector = detector.next(sample(at, verdict), SETTINGS);
                if (wasReady != (detector.opinion().orElseThrow() == Verdict.READY)) {
                    changes.add(at);
                }
            }
            for (int i = 1; i < changes.size(); i++) {
                assertThat(changes.get(i) - changes.get(i - 1))
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(SETTINGS.fallFor().toMillis());
            }
        }
    }

    private static ReadyDetector after(Verdict opinion, long[] timesMs, Verdict samples) {
        ReadyDetector detector = ReadyDetector.NEW.next(sample(0, opinion), SETTINGS);
        for (long time : timesMs) {
            detector = detector.next(sample(time, samples), SETTINGS);
        }
        return detector;
    }

    private static ProbeSample sample(long atMs, Verdict verdict) {
        return new ProbeSample(START.plusMillis(atMs), verdict, "");
    }
}
