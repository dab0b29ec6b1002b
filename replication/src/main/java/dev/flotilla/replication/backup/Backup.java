package dev.flotilla.replication.backup;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.encryption.RecordCipher;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;

/** Writes what a snapshot holds: one moment of the log, while the log goes on. */
public final class Backup {
    private Backup() {}

    /**
     * @param cipher what is encrypted in the log is so in the backup
     * @param out stays open
     * @return how many objects there were
     */
    public static long write(Snapshot snapshot, LogHead log, RecordCipher cipher, Instant taken, OutputStream out)
            throws IOException {
        BackupWriter writer = new BackupWriter(out, BackupHead.of(log, snapshot.resourceVersion(), taken.toString()));
        long objects = 0;
        for (GroupResource resource : snapshot.resources()) {
            Iterator<StoredObject> each = snapshot.list(resource).iterator();
            while (each.hasNext()) {
                writer.add(object(each.next(), cipher));
                objects++;
            }
        }
        writer.finish();
        return objects;
    }

    private static BackupObject object(StoredObject object, RecordCipher cipher) {
        BackupObject.Content content = cipher.covers(object.key().resource())
                ? new BackupObject.Encrypted(cipher.seal(object.key(), object.storedJson()))
                : new BackupObject.Plain(object.storedJson());
        return new BackupObject(object.key(), object.resourceVersion(), content);
    }
}
