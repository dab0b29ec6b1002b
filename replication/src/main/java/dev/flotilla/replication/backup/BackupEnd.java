package dev.flotilla.replication.backup;

/**
 * What the last block says, by which a reader knows that it has everything.
 *
 * @param objects how many there are
 * @param sha256 of all bytes before this block
 */
record BackupEnd(long objects, String sha256) {}
