package dev.flotilla.replication.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.CommitId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final CommitId ID = new CommitId(1, 1);
    private static final CommitOutcome REFUSAL = new CommitOutcome.Overloaded(Duration.ofSeconds(1));

    private final Desk desk = new Desk(2);

    private static Desk.Attempt attempt(int number, long seenTo) {
        return new Desk.Attempt(number, seenTo);
    }

    @Test
    void takesACommitOnceHoweverOftenItComes() {
        assertThat(desk.take(ID, attempt(1, 10))).isEqualTo(new Desk.Verdict.Take());
        assertThat(desk.take(ID, attempt(2, 11))).isEqualTo(new Desk.Verdict.Ignore());
        desk.landed(ID, 12);

        assertThat(desk.take(ID, attempt(3, 11))).isEqualTo(new Desk.Verdict.Ignore());
    }

    @Test
    void repeatsARefusalThatWasLost() {
        desk.take(ID, attempt(1, 10));
        desk.take(ID, attempt(2, 15));

        assertThat(desk.refused(ID, REFUSAL, 12)).isEqualTo(attempt(2, 15));
        assertThat(desk.take(ID, attempt(3, 20))).isEqualTo(new Desk.Verdict.Repeat(REFUSAL, 20));
    }

    @Test
    void takesNothingThatItMayHaveForgotten() {
        desk.take(ID, attempt(1, 10));
        desk.refused(ID, REFUSAL, 12);
        desk.take(ID, attempt(3, 20));
        for (int other = 2; other < 4; other++) {
            desk.take(new CommitId(other, 1), attempt(1, 30));
            desk.landed(new CommitId(other, 1), 30 + other);
        }

        assertThat(desk.take(ID, attempt(2, 15)))
                .as("an attempt that was on its way when the third was answered")
                .isEqualTo(new Desk.Verdict.Ignore());
        assertThat(desk.take(ID, attempt(4, 21)))
                .as("one by a sender that has read past it")
                .isEqualTo(new Desk.Verdict.Take());
    }
}
