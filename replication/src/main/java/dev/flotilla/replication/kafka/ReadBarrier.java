package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.BarrierTimeoutException;
import dev.flotilla.api.store.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes reads linearizable: waits until the replica holds what the log held at the time of the call. One question to
 * Kafka is on its way at a time, and serves everyone who came before it was asked.
 */
final class ReadBarrier {
    private final LogEnd logEnd;
    private final ChangeFeed feed;
    private final Duration timeout;
    private final Supplier<Duration> age;
    private List<CompletableFuture<Snapshot>> arriving = new ArrayList<>();
    private boolean asking;

    ReadBarrier(LogEnd logEnd, ChangeFeed feed, Duration timeout, Supplier<Duration> age) {
        this.logEnd = logEnd;
        this.feed = feed;
        this.timeout = timeout;
        this.age = age;
    }

    CompletionStage<Snapshot> latest() {
        CompletableFuture<Snapshot> reader = new CompletableFuture<>();
        synchronized (this) {
            arriving.add(reader);
        }
        askIfIdle();
        return reader.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionallyCompose(_ -> {
            return CompletableFuture.failedFuture(new BarrierTimeoutException(age.get()));
        });
    }

    private void askIfIdle() {
        List<CompletableFuture<Snapshot>> readers;
        synchronized (this) {
            if (asking || arriving.isEmpty()) {
                return;
            }
            asking = true;
            readers = arriving;
            arriving = new ArrayList<>();
        }
        logEnd.ask().whenComplete((end, failure) -> {
            synchronized (this) {
                asking = false;
            }
            askIfIdle();
            if (failure == null) {
                feed.atPosition(end).thenAccept(state -> readers.forEach(reader -> reader.complete(state)));
            } else {
                readers.forEach(reader -> reader.completeExceptionally(new CompletionException(failure)));
            }
        });
    }
}
