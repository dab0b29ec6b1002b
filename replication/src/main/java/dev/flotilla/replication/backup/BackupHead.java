package dev.flotilla.replication.backup;

import dev.flotilla.replication.LogHead;

/**
 * What a backup is of.
 *
 * @param format of the file
 * @param lineage the log's, which a restored one goes on with
 * @param resourceVersion of the state it holds; nothing in it is newer
 * @param taken when, in ISO 8601
 */
public record BackupHead(int format, String hub, String lineage, long resourceVersion, String taken) {
    /** What this version writes and reads. */
    public static final int FORMAT = 1;

    public static BackupHead of(LogHead log, long resourceVersion, String taken) {
        return new BackupHead(FORMAT, log.hub(), log.lineage(), resourceVersion, taken);
    }
}
