package dev.flotilla.placement.preemption;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Refuses to displace more workloads than the hub's budget allows, in the order of the log. */
public final class PreemptionGuard implements Guard {
    private static final String NAME = "preemptions";

    private final PreemptionBudget budget = new PreemptionBudget();

    /** @param count how many workloads the commit displaces */
    public static Precondition precondition(int count, Instant now) {
        return new Precondition.Guarded(NAME, Map.of("count", String.valueOf(count), "now", now.toString()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
        int count = Integer.parseInt(arguments.getOrDefault("count", "0"));
        int left = budget.left(snapshot, Instant.parse(arguments.getOrDefault("now", Instant.EPOCH.toString())));
        return count <= left
                ? Optional.empty()
                : Optional.of("the preemption budget leaves " + left + ", not " + count + ", for the moment");
    }
}
