package dev.flotilla.apiserver.read;

import dev.flotilla.api.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshots that a client was shown a part of, or a computed state of, kept for what it asks next; the oldest go beyond
 * {@link #SNAPSHOTS_MAX} or after {@link #KEPT}. Snapshots share their structure, so that each costs only what changed
 * since. Thread-safe.
 */
public final class RecentSnapshots {
    private static final int SNAPSHOTS_MAX = 64;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private record Kept(Snapshot snapshot, Instant since) {}

    private final Map<Long, Kept> byVersion = new LinkedHashMap<>();

    public synchronized void keep(Snapshot snapshot, Instant now) {
        byVersion.remove(snapshot.resourceVersion());
        byVersion.put(snapshot.resourceVersion(), new Kept(snapshot, now));
        Instant oldest = now.minus(KEPT);
        byVersion
                .values()
                .removeIf(
                        each -> byVersion.size() > SNAPSHOTS_MAX || each.since().isBefore(oldest));
    }

    public synchronized Optional<Snapshot> at(long resourceVersion) {
        return Optional.ofNullable(byVersion.get(resourceVersion)).map(Kept::snapshot);
    }
}
