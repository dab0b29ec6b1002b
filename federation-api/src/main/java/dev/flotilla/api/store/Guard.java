package dev.flotilla.api.store;

import java.util.Map;
import java.util.Optional;

/**
 * A named condition over the writer's own state, evaluated in the order of the log. A guard is a pure function: the
 * same snapshot and arguments give the same answer on every node.
 */
public interface Guard {
    String name();

    /**
     * @param snapshot everything that lies before the commit in the log
     * @return why the commit must not take effect, in a sentence; empty if it may
     */
    Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments);
}
