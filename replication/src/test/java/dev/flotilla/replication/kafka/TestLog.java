package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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

    static ObjectKey key(String name) {
        return ObjectKey.of("", "configmaps", "default", name);
    }

    static Write put(String name, String value) {
        String json = """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","namespace":"default"},"data":{"v":"%s"}}
                """.formatted(name, value);
        return new Write.Put(key(name), json.strip().getBytes(StandardCharsets.UTF_8));
    }

    static Commit commit(List<Write> writes, Precondition... preconditions) {
        return new Commit(writes, Arrays.asList(preconditions), Commit.Origin.CLIENT, "test");
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
