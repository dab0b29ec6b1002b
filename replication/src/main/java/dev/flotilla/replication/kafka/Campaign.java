package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.StateTable;
import dev.flotilla.replication.LeaderMark;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt to lead the hub. The order of its steps is what makes eight transactional ids one writer. */
final class Campaign {
    private static final Logger LOG = LoggerFactory.getLogger(Campaign.class);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(10);

    private final Sequencer.Parts parts;

    Campaign(Sequencer.Parts parts) {
        this.parts = parts;
    }

    sealed interface Outcome {
        /** @param state the newest there is, which nobody else can change any more */
        record Won(LeaderMark mark, TransactionRing ring, StateTable state) implements Outcome {}

        /** @param fenced whether another campaigns or leads */
        record Lost(boolean fenced, Exception cause) implements Outcome {}
    }

    /** Blocks until it is decided. */
    Outcome run() throws InterruptedException {
        try {
            return withRing(TransactionRing.takeOver(parts.clients(), parts.config(), parts.log(), parts.head()));
        } catch (KafkaException e) {
            return new Outcome.Lost(TransactionRing.isFenced(e), e);
        }
    }

    private Outcome withRing(TransactionRing ring) throws InterruptedException {
        boolean won = false;
        try {
            Outcome outcome = take(ring);
            won = outcome instanceof Outcome.Won;
            return outcome;
        } finally {
            if (!won) {
                ring.close();
            }
        }
    }

    private Outcome take(TransactionRing ring) throws InterruptedException {
        long startedNanos = System.nanoTime();
        try {
            readToTheEnd();
        } catch (ExecutionException | TimeoutException e) {
            return new Outcome.Lost(false, e);
        }
        long lastTerm = parts.lastLeader().get().map(LeaderMark::term).orElse(0L);
        LeaderMark mark = new LeaderMark(lastTerm + 1, parts.config().node());
        Optional<Outcome> refusal = ring.markAll(mark).map(failed -> new Outcome.Lost(failed.fenced(), failed.cause()));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        LOG.atInfo()
                .addKeyValue("term", mark.term())
                .addKeyValue("durationMs", (System.nanoTime() - startedNanos) / 1_000_000)
                .log("this node leads the hub");
        return new Outcome.Won(mark, ring, parts.feed().snapshot());
    }

    private void readToTheEnd() throws InterruptedException, ExecutionException, TimeoutException {
        long end = parts.logEnd().ask().toCompletableFuture().get(CATCH_UP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        parts.feed().atPosition(end).toCompletableFuture().get(CATCH_UP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
