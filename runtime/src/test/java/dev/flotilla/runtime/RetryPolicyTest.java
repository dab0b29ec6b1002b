package dev.flotilla.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void waitsStayBetweenHalfAndAllOfTheDoubledTimeAndNeverAboveTheMaximum() {
        RetryPolicy policy = new RetryPolicy(Duration.ofMillis(10), Duration.ofSeconds(30));
        long seed = new Random().nextLong();
        Random random = new Random(seed);

        for (int attempt = 1; attempt < 100; attempt++) {
            long full = Math.min(10_000_000L << Math.min(attempt - 1, 20), 30_000_000_000L);

            long waited = policy.wait(attempt, random).toNanos();

            assertThat(waited).as("attempt %d, seed %d", attempt, seed).isBetween(full / 2, full);
        }
    }
}
