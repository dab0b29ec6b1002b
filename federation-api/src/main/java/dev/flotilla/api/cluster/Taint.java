package dev.flotilla.api.cluster;

import dev.flotilla.api.kind.Rule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps workloads off a cluster unless they tolerate it. */
public record Taint(
        @Rule(required = true) String key,
        String value,
        @Rule(required = true) String effect,
        @Nullable Instant timeAdded) {
    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String NO_EXECUTE = "NoExecute";
    public static final String NOT_READY = "cluster.karmada.io/not-ready";
    public static final String UNREACHABLE = "cluster.karmada.io/unreachable";
    public static final String UNSCHEDULABLE = "cluster.karmada.io/unschedulable";

    @Override
    public String toString() {
        return value.isEmpty() ? key + ":" + effect : key + "=" + value + ":" + effect;
    }
}
