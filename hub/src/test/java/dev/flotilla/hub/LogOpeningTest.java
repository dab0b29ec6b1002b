package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.kafka.LogHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogOpeningTest {
    private static final Duration BEHIND = Duration.ofSeconds(5);

    private static LogHealth health(Duration age, boolean replaying, Optional<String> failure) {
        LeaderMark leader = new LeaderMark(1, "a");
        return new LogHealth(
                new Role.Following(Optional.of(leader), Instant.EPOCH, 0),
                Optional.of(leader),
                700,
                300,
                age,
                replaying,
                700,
                Duration.ofSeconds(2),
                0,
                Duration.ZERO,
                failure);
    }

    @Test
    void findsNothingWrongWithANodeAtTheLogsEnd() {
        assertThat(LogOpening.problem(health(BEHIND, false, Optional.empty()), BEHIND, Optional.of("b")))
                .isEmpty();
    }

    @Test
    void tellsHowMuchOfTheLogHasBeenRead() {
        assertThat(LogOpening.problem(health(Duration.ZERO, true, Optional.empty()), BEHIND, Optional.empty()))
                .contains("replaying the log: 700 of about 1000 records, 350 each second");
    }

    @Test
    void tellsHowLongANodeHasBeenBehind() {
        assertThat(LogOpening.problem(health(Duration.ofSeconds(9), false, Optional.empty()), BEHIND, Optional.of("b")))
                .contains(
                        "the replica has not been at the log's end for 9 s, and node b has read on; is Kafka reachable"
                                + " from this node?");
    }

    @Test
    void isAsGoodForReadsAsAnyWhileNobodyReadsOn() {
        assertThat(LogOpening.problem(health(Duration.ofSeconds(9), false, Optional.empty()), BEHIND, Optional.empty()))
                .isEmpty();
    }

    @Test
    void tellsWhyTheReplicaStoppedBeforeAnythingElse() {
        assertThat(LogOpening.problem(
                        health(Duration.ofSeconds(9), true, Optional.of("record 7 cannot be read")),
                        BEHIND,
                        Optional.empty()))
                .contains("record 7 cannot be read");
    }
}
