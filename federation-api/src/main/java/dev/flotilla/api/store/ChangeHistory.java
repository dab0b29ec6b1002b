package dev.flotilla.api.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The recent changes that a subscription may start from, bounded by the bytes of the objects they hold. Not
 * thread-safe: it belongs to whoever folds the log.
 */
public final class ChangeHistory {
    private static final int CHANGE_OVERHEAD_BYTES = 128;

    private final long maxBytes;
    private final Deque<Change> changes = new ArrayDeque<>();
    private long bytes;
    private long forgotten;

    /**
     * @param start changes up to this version are not remembered
     * @param maxBytes the oldest changes are forgotten beyond this
     */
    public ChangeHistory(long start, long maxBytes) {
        this.forgotten = start;
        this.maxBytes = maxBytes;
    }

    public void add(Change change) {
        changes.addLast(change);
        bytes += size(change);
        while (bytes > maxBytes && changes.size() > 1) {
            Change oldest = changes.removeFirst();
            bytes -= size(oldest);
            forgotten = oldest.resourceVersion();
        }
    }

    /** The oldest version from which a subscription can start. */
    public long oldest() {
        return forgotten;
    }

    public long bytes() {
        return bytes;
    }

    /** @throws ExpiredException if a change right after {@code after} has been forgotten */
    public List<Change> after(long after, Set<GroupResource> resources) throws ExpiredException {
        if (after < forgotten) {
            throw new ExpiredException(after, forgotten);
        }
        List<Change> found = new ArrayList<>();
        for (var newestFirst = changes.descendingIterator(); newestFirst.hasNext(); ) {
            Change change = newestFirst.next();
            if (change.resourceVersion() <= after) {
                break;
            }
            if (resources.isEmpty() || resources.contains(change.key().resource())) {
                found.add(change);
            }
        }
        return found.reversed();
    }

    private static long size(Change change) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        return CHANGE_OVERHEAD_BYTES
                + (before == null ? 0L : before.storedJson().length)
                + (after == null ? 0L : after.storedJson().length);
    }
}
