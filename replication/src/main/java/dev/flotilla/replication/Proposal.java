package dev.flotilla.replication;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A commit on its way to the log, its objects parsed: what cannot be read must not get in, for every node would stumble
 * over it.
 *
 * @param bytes what its records take, roughly
 */
public record Proposal(CommitId id, Commit commit, Map<ObjectKey, StoredObject> objects, int bytes) {
    /** No object in the log has it, and no client can name it. */
    static final long VERSION_UNKNOWN = -1;

    private static final int RECORD_OVERHEAD_BYTES = 128;

    public Proposal {
        objects = Map.copyOf(objects);
    }

    /** @throws IllegalArgumentException if an object's JSON is not what a store takes */
    public static Proposal of(CommitId id, Commit commit) {
        Map<ObjectKey, StoredObject> objects = new HashMap<>();
        int bytes = 0;
        for (Write write : commit.writes()) {
            bytes += RECORD_OVERHEAD_BYTES;
            if (write instanceof Write.Put(var key, byte[] json)) {
                objects.put(key, StoredObject.of(key, VERSION_UNKNOWN, json));
                bytes += json.length;
            }
        }
        return new Proposal(id, commit, objects, bytes);
    }

    StoredObject object(ObjectKey key) {
        return Objects.requireNonNull(objects.get(key), () -> "no object is put at " + key);
    }
}
