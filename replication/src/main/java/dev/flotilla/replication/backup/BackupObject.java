package dev.flotilla.replication.backup;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.encryption.Sealed;

/**
 * One object of a backup.
 *
 * @param resourceVersion it had
 */
public record BackupObject(ObjectKey key, long resourceVersion, Content content) {
    /** How its JSON is kept. */
    public sealed interface Content {
        int bytes();
    }

    @SuppressWarnings("ArrayRecordComponent") // on its way from one place to another, and never changed
    public record Plain(byte[] json) implements Content {
        @Override
        public int bytes() {
            return json.length;
        }
    }

    /** As the log has it: it opens with the hub's keys alone. */
    public record Encrypted(Sealed sealed) implements Content {
        @Override
        public int bytes() {
            return sealed.value().length;
        }
    }
}
