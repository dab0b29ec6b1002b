package dev.flotilla.dr;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses evictions that the newest state does not bear out: beyond the budget, or while most of the fleet seems lost.
 * It is asked in the order of the log, so that two nodes that decided from older states cannot exceed the budget
 * together.
 */
public final class EvictionGuard implements Guard {
    private static final String NAME = "evictions";

    private final FleetWorkloads workloads = new FleetWorkloads();

    static Precondition precondition(EvictionSettings settings, List<EvictionPlan.Eviction> evictions, Instant now) {
        boolean observed = evictions.stream()
                .flatMap(eviction -> eviction.leaving().stream())
                .anyMatch(leaving -> Fleet.observed(leaving.cause()));
        int count = evictions.stream()
                .mapToInt(eviction -> eviction.leaving().size())
                .sum();
        return new Precondition.Guarded(
                NAME,
                Map.of(
                        "budget", String.valueOf(settings.budget()),
                        "interval", settings.interval().toString(),
                        "count", String.valueOf(count),
                        "observed", String.valueOf(observed),
                        "now", now.toString()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
        EvictionSettings settings = new EvictionSettings(
                Integer.parseInt(arguments.getOrDefault("budget", "0")),
                Duration.parse(arguments.getOrDefault("interval", "PT1S")));
        int count = Integer.parseInt(arguments.getOrDefault("count", "0"));
        Instant now = Instant.parse(arguments.getOrDefault("now", Instant.EPOCH.toString()));
        Optional<String> suspicion = workloads.fleet(snapshot).suspicion();
        if (suspicion.isPresent() && "true".equals(arguments.get("observed"))) {
            return suspicion;
        }
        int left = EvictionPlan.left(workloads.bound(snapshot), settings, now);
        return count <= left
                ? Optional.empty()
                : Optional.of("the eviction budget leaves " + left + ", not " + count + ", for the moment");
    }
}
