package dev.flotilla.replication.history;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.Attribution;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change of one object.
 *
 * @param resourceVersion the change's
 * @param time when the log took it in
 * @param by empty if the record does not say
 * @param json the object after the change, redacted and without a version; null if there is none
 * @param note why there is none, where it was no deletion; empty otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // read whole, and never changed
public record HistoryEntry(
        ObjectKey key,
        long resourceVersion,
        Instant time,
        Optional<Attribution> by,
        byte @Nullable [] json,
        String note) {
    /** Whether the object was not there any more afterwards. */
    public boolean deletion() {
        return json == null && note.isEmpty();
    }

    public String verb() {
        return by.map(Attribution::verb).orElse(json == null && note.isEmpty() ? "delete" : "update");
    }

    /** The object as a client saw it then; empty if there is none. */
    public Optional<ObjectNode> object() {
        if (json == null) {
            return Optional.empty();
        }
        ObjectNode tree = ObjectJson.parse(json);
        tree.withObject("/metadata").put("resourceVersion", Long.toString(resourceVersion));
        return Optional.of(tree);
    }
}
