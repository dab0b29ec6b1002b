package dev.flotilla.api.store;

import java.util.Map;

/** What must hold, in the order of the log and just before a commit takes effect, for it to take effect. */
public sealed interface Precondition {
    /** The object exists and its version is exactly this. */
    record AtVersion(ObjectKey key, long resourceVersion) implements Precondition {}

    /** No object has this key. */
    record Absent(ObjectKey key) implements Precondition {}

    /** An object has this key, at whatever version. */
    record Exists(ObjectKey key) implements Precondition {}

    /**
     * A pure function that the store knows by name agrees, given these arguments: for what spans keys, as budgets do.
     *
     * @see Guard
     */
    record Guarded(String guard, Map<String, String> arguments) implements Precondition {
        public Guarded {
            arguments = Map.copyOf(arguments);
        }
    }
}
