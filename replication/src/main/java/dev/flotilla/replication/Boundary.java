package dev.flotilla.replication;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.StateTable;
import java.util.List;
import java.util.Optional;

/**
 * What a stretch of the log, ending between two commits, did.
 *
 * @param state everything up to its end
 * @param changes in log order
 * @param landed the commits it held
 * @param leader the newest sign of life in it
 */
public record Boundary(StateTable state, List<Change> changes, List<Landed> landed, Optional<LeaderMark> leader) {
    /** @param versions of those of the commit's writes that the log still holds, in their order */
    public record Landed(CommitId id, List<Long> versions) {
        public Landed {
            versions = List.copyOf(versions);
        }
    }

    public Boundary {
        changes = List.copyOf(changes);
        landed = List.copyOf(landed);
    }

    public boolean empty() {
        return changes.isEmpty() && landed.isEmpty() && leader.isEmpty();
    }
}
