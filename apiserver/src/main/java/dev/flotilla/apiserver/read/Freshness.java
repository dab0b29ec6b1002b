package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.BarrierTimeoutException;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.request.Remarks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the snapshot that is as fresh as a read demands. A read that demands the newest state gets an old one, and says
 * so, when the store cannot find out in time what is newest.
 */
public final class Freshness {
    private static final int LATEST_SECONDS_MAX = 2;
    private static final int FUTURE_SECONDS_MAX = 3;

    private final ObjectStore store;

    public Freshness(ObjectStore store) {
        this.store = store;
    }

    /**
     * The client is warned of one that may be older, whatever it is answered: that there is no such object, too, may no
     * longer be so.
     *
     * @param resourceVersion as in the query: empty for the newest, "0" for any, else not older than that
     * @throws dev.flotilla.api.status.StatusException 400 for what is no version, 504 for one that does not come
     */
    public Snapshot notOlderThan(String resourceVersion) {
        return switch (resourceVersion) {
            case "" -> newest();
            case "0" -> store.snapshot();
            default -> reaching(version(resourceVersion));
        };
    }

    /** What the store knows now, however old. */
    public Snapshot local() {
        return store.snapshot();
    }

    /** @throws dev.flotilla.api.status.StatusException 400 if the text is no version */
    public static long version(String text) {
        try {
            long version = Long.parseLong(text);
            if (version >= 0) {
                return version;
            }
        } catch (NumberFormatException _) {
            // refused below, as a negative number is
        }
        throw StatusError.badRequest("resourceVersion: Invalid value: \"" + text
                        + "\": must be empty, 0, or a version that this server gave")
                .exception();
    }

    private Snapshot newest() {
        try {
            return store.latest().toCompletableFuture().get(LATEST_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof BarrierTimeoutException late) {
                return old(late.age().toSeconds() + " s");
            }
            throw new IllegalStateException("the store could not be read", e.getCause());
        } catch (TimeoutException _) {
            return old("at least " + LATEST_SECONDS_MAX + " s");
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private Snapshot old(String age) {
        Snapshot snapshot = store.snapshot();
        Remarks.warn("the state log cannot be reached: this answer is as of resource version "
                + snapshot.resourceVersion() + ", " + age + " old");
        return snapshot;
    }

    private Snapshot reaching(long version) {
        Snapshot now = store.snapshot();
        if (now.resourceVersion() >= version) {
            return now;
        }
        try {
            return store.atLeast(version).toCompletableFuture().get(FUTURE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw tooLarge(version, now.resourceVersion());
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private static RuntimeException tooLarge(long version, long current) {
        FieldError cause =
                new FieldError("", FieldError.Reason.RESOURCE_VERSION_TOO_LARGE, "Too large resource version");
        return new StatusError(
                        504,
                        "Timeout",
                        "Timeout: Too large resource version: " + version + ", current: " + current,
                        Optional.of(new StatusError.Details("", "", "", "", List.of(cause), OptionalInt.of(1))))
                .exception();
    }

    private static RuntimeException interrupted() {
        Thread.currentThread().interrupt();
        return StatusError.unavailable("the server is shutting down; try again", 1)
                .exception();
    }
}
