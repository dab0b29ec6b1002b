package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Guard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shorthand for what these tests say often. */
final class TestLog {
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration BARRIER_TIMEOUT = Duration.ofSeconds(30);

    /** Longer than any commit or read takes to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private TestLog() {}

    /** The same log, for a test of something else than how long a commit or read may take. */
    static LogConfig patient(LogConfig config) {
        return config.withCommitTimeout(COMMIT_TIMEOUT).withBarrierTimeout(BARRIER_TIMEOUT);
    }

    static LogStore start(LogConfig config, Guard... guards) {
        LogStore store = LogStore.start(config, Arrays.asList(guards), new SimpleMeterRegistry());
        return await(store.ready());
    }

    static CommitOutcome.Committed committed(LogStore store, Commit commit) {
        CommitOutcome outcome = await(store.commit(commit));
        if (outcome instanceof CommitOutcome.Committed committed) {
            return committed;
        }
        throw new AssertionError("not committed: " + outcome);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
