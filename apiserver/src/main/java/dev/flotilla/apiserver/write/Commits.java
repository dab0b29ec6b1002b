package dev.flotilla.apiserver.write;

import dev.flotilla.api.schema.BuiltInVersions;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** Commits one write and waits for what becomes of it. */
final class Commits {
    private static final int OUTCOME_SECONDS_MAX = 30;

    private final ObjectStore store;

    Commits(ObjectStore store) {
        this.store = store;
    }

    /** Whether a write took effect; the other outcomes are refusals and leave as StatusException. */
    sealed interface Result {
        /** @param object what is stored now; after a deletion, what was */
        record Done(StoredObject object) implements Result {}

        /** A version or a presence was not as it had been read: decide anew. */
        record Raced(Precondition failed) implements Result {}
    }

    Result put(ObjectKey key, ObjectNode object, List<Precondition> preconditions, String user) {
        byte[] json = ObjectJson.encode(BuiltInVersions.stored(object));
        return commit(new Write.Put(key, json), preconditions, user, version -> stored(key, version, json));
    }

    /** The store has parsed it already; its own is there unless somebody has written over it since. */
    private StoredObject stored(ObjectKey key, long version, byte[] json) {
        return store.snapshot()
                .get(key)
                .filter(object -> object.resourceVersion() == version)
                .orElseGet(() -> StoredObject.of(key, version, json));
    }

    Result delete(StoredObject object, List<Precondition> preconditions, String user) {
        return commit(new Write.Delete(object.key()), preconditions, user, object::at);
    }

    private interface Versioned {
        StoredObject at(long version);
    }

    private Result commit(Write write, List<Precondition> preconditions, String user, Versioned object) {
        return switch (outcome(new Commit(List.of(write), preconditions, Commit.Origin.CLIENT, user))) {
            case CommitOutcome.Committed committed -> new Result.Done(object.at(committed.last()));
            case CommitOutcome.Conflicted(Precondition failed) -> new Result.Raced(failed);
            case CommitOutcome.Refused(String guard, String reason) ->
                throw StatusError.forbidden(write.key().resource(), write.key().name(), guard + ": " + reason)
                        .exception();
            case CommitOutcome.TooLarge tooLarge ->
                throw StatusError.tooLarge(tooLarge.maxBytes()).exception();
            case CommitOutcome.Overloaded(Duration retryAfter) ->
                throw StatusError.tooManyRequests("the queue of writes is full; try again later", seconds(retryAfter))
                        .exception();
            case CommitOutcome.Unavailable(String reason, Duration retryAfter) ->
                throw StatusError.unavailable(reason, seconds(retryAfter)).exception();
            case CommitOutcome.InDoubt(String reason) -> throw inDoubt(reason);
        };
    }

    private CommitOutcome outcome(Commit commit) {
        try {
            return store.commit(commit).toCompletableFuture().get(OUTCOME_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            return new CommitOutcome.InDoubt("the store did not answer within " + OUTCOME_SECONDS_MAX + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a store's commit must not fail exceptionally", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new CommitOutcome.InDoubt("the server is shutting down");
        }
    }

    private static RuntimeException inDoubt(String reason) {
        return new StatusError(
                        504,
                        "Timeout",
                        "Timeout: it is not known whether the write took effect: " + reason
                                + "; read the object before trying again",
                        Optional.of(new StatusError.Details("", "", "", "", List.of(), OptionalInt.empty())))
                .exception();
    }

    private static int seconds(Duration duration) {
        return (int) Math.max(1, duration.toSeconds());
    }
}
