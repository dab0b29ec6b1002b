package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingCommitTest {
    private static final CommitOutcome REFUSAL = new CommitOutcome.Refused("slices", "held by another");

    private static Proposal proposal() {
        return Proposal.of(new CommitId(1, 2), Samples.commit(List.of(Samples.put("a", "1"))));
    }

    private final PendingCommit commit = new PendingCommit(proposal());

    @Test
    void takesTheAnswerToItsLastAttemptAlone() {
        commit.send(3);
        commit.attempt(3, 0);
        commit.attempt(3, 0);

        commit.answer(3, 1, REFUSAL);
        assertThat(commit.answered()).isFalse();

        commit.answer(3, 2, REFUSAL);
        assertThat(commit.settled()).isCompletedWithValue(REFUSAL);
    }

    @Test
    void takesNoAnswerOfAnEarlierTerm() {
        commit.send(3);
        commit.attempt(3, 0);
        commit.unsend();
        commit.answer(3, 1, REFUSAL);
        commit.send(4);
        assertThat(commit.attempt(4, 0)).as("counted anew").isEqualTo(1);
        commit.answer(3, 1, REFUSAL);

        assertThat(commit.answered()).isFalse();
    }

    @Test
    void isTriedAgainEverMoreSeldom() {
        commit.send(3);
        commit.attempt(3, 0);

        assertThat(commit.attemptDue(Duration.ofMillis(999).toNanos())).isFalse();
        assertThat(commit.attemptDue(Duration.ofMillis(1_000).toNanos())).isTrue();

        commit.attempt(3, 0);
        assertThat(commit.attemptDue(Duration.ofMillis(1_999).toNanos())).isFalse();
    }

    @Test
    void isDroppedWithTheTermThatAnotherNodeSentItFor() {
        PendingCommit early = PendingCommit.forwarded(proposal(), 3);
        PendingCommit sent = PendingCommit.forwarded(proposal(), 3);

        assertThat(early.send(4)).isFalse();
        assertThat(sent.send(3)).isTrue();
        assertThat(sent.unsend()).isFalse();

        assertThat(List.of(early, sent)).allMatch(PendingCommit::answered);
    }
}
