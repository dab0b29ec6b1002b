package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Guard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shorthand for what these tests say often. */
final class TestLog {
    private TestLog() {}

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
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
