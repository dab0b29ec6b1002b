package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.Proposal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One commit from its arrival to its answer. */
final class PendingCommit {
    private enum Stage {
        QUEUED,
        /** It may be in the log. */
        SENT,
        ANSWERED
    }

    private final Proposal proposal;
    private final CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUEUED);
    private volatile long term;

    PendingCommit(Proposal proposal) {
        this.proposal = proposal;
    }

    Proposal proposal() {
        return proposal;
    }

    Commit.Origin origin() {
        return proposal.commit().origin();
    }

    /** @return false if it was answered meanwhile and must not be sent */
    boolean send(long inTerm) {
        term = inTerm;
        return stage.compareAndSet(Stage.QUEUED, Stage.SENT);
    }

    /** The term in which it was sent last. */
    long term() {
        return term;
    }

    /** It is known not to be in the log. @return false if it was answered meanwhile */
    boolean unsend() {
        return stage.compareAndSet(Stage.SENT, Stage.QUEUED);
    }

    boolean answered() {
        return stage.get() == Stage.ANSWERED;
    }

    void answer(CommitOutcome answer) {
        if (stage.getAndSet(Stage.ANSWERED) != Stage.ANSWERED) {
            outcome.complete(answer);
        }
    }

    private void timeOut(Duration timeout) {
        Stage was = stage.getAndSet(Stage.ANSWERED);
        switch (was) {
            case QUEUED ->
                outcome.complete(new CommitOutcome.Unavailable(
                        "the state log took no writes for " + timeout.toSeconds() + " s", CommitQueue.RETRY_AFTER));
            case SENT ->
                outcome.complete(new CommitOutcome.InDoubt("the state log did not tell within " + timeout.toSeconds()
                        + " s whether the write took effect; read the object before writing again"));
            case ANSWERED -> {}
        }
    }

    /** The clock is stopped by completing it: cancelling would cost every commit three exceptions. */
    CompletionStage<CommitOutcome> outcome(Duration timeout) {
        CompletableFuture<Void> clock = new CompletableFuture<>();
        var _ = clock.completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> timeOut(timeout));
        return outcome.whenComplete((_, _) -> clock.complete(null));
    }
}
