package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.Proposal;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One commit from its arrival to its answer. One that another node sent is for one term alone: if that ends first, it
 * is dropped here, and its sender sees to it.
 */
final class PendingCommit {
    private static final Duration ATTEMPT_FIRST = Duration.ofSeconds(1);
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(4);
    private static final int ATTEMPT_DOUBLINGS_MAX = 8;

    private enum Stage {
        QUEUED,
        /** It may be in the log. */
        SENT,
        ANSWERED
    }

    private final Proposal proposal;
    private final CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUEUED);
    private final OptionalLong onlyTerm;
    private volatile long term;
    private int attempts;
    private long attemptsTerm;
    private long attemptNanos;

    PendingCommit(Proposal proposal) {
        this(proposal, OptionalLong.empty());
    }

    private PendingCommit(Proposal proposal, OptionalLong onlyTerm) {
        this.proposal = proposal;
        this.onlyTerm = onlyTerm;
    }

    /** Of another node, for this term. */
    static PendingCommit forwarded(Proposal proposal, long term) {
        return new PendingCommit(proposal, OptionalLong.of(term));
    }

    Proposal proposal() {
        return proposal;
    }

    Commit.Origin origin() {
        return proposal.commit().origin();
    }

    /** @return false if it was answered meanwhile and must not be sent */
    boolean send(long inTerm) {
        if (onlyTerm.isPresent() && onlyTerm.getAsLong() != inTerm) {
            drop();
            return false;
        }
        term = inTerm;
        return stage.compareAndSet(Stage.QUEUED, Stage.SENT);
    }

    /** The term in which it was sent last. */
    long term() {
        return term;
    }

    /** It is known not to be in the log. @return false if it was answered meanwhile */
    boolean unsend() {
        if (onlyTerm.isPresent()) {
            drop();
            return false;
        }
        return stage.compareAndSet(Stage.SENT, Stage.QUEUED);
    }

    private void drop() {
        answer(new CommitOutcome.Unavailable("the term ended that it was sent for", CommitQueue.RETRY_AFTER));
    }

    /**
     * Counts one more attempt to bring it to another node.
     *
     * @return its number in the term, from 1; 0 if it is not under way in this term any more
     */
    synchronized int attempt(long inTerm, long nowNanos) {
        if (stage.get() != Stage.SENT || term != inTerm) {
            return 0;
        }
        attempts = attemptsTerm == inTerm ? attempts + 1 : 1;
        attemptsTerm = inTerm;
        attemptNanos = nowNanos;
        return attempts;
    }

    /** Whether the last attempt has been without an answer for so long that it may have been lost. */
    synchronized boolean attemptDue(long nowNanos) {
        long wait = Math.min(
                ATTEMPT_MAX.toNanos(),
                ATTEMPT_FIRST.toNanos() << Math.min(Math.max(attempts - 1, 0), ATTEMPT_DOUBLINGS_MAX));
        return nowNanos - attemptNanos >= wait;
    }

    /** Takes the answer to an attempt, if that is the last one: an earlier one's says nothing of those after it. */
    synchronized void answer(long inTerm, int attempt, CommitOutcome answer) {
        if (stage.get() == Stage.SENT && term == inTerm && attemptsTerm == inTerm && attempts == attempt) {
            answer(answer);
        }
    }

    boolean answered() {
        return stage.get() == Stage.ANSWERED;
    }

    void answer(CommitOutcome answer) {
        if (stage.getAndSet(Stage.ANSWERED) != Stage.ANSWERED) {
            outcome.complete(answer);
        }
    }

    /** Completes when it is answered, however long that takes. */
    CompletionStage<CommitOutcome> settled() {
        return outcome;
    }

    void timeOut(Duration timeout) {
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
