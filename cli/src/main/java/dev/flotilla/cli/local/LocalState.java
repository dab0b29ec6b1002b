package dev.flotilla.cli.local;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} started.
 *
 * @param simulator null when there are no simulated members
 * @param clusters the simulated members' names
 */
public record LocalState(
        Started hub, @Nullable Started simulator, int port, List<String> clusters, List<String> regions) {
    /**
     * A process of ours.
     *
     * @param startedAt epoch milliseconds, so that another process which got the same id is not taken for it
     */
    public record Started(long pid, long startedAt) {}

    public LocalState {
        clusters = List.copyOf(clusters);
        regions = List.copyOf(regions);
    }
}
