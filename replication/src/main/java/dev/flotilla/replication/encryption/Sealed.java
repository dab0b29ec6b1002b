package dev.flotilla.replication.encryption;

/**
 * A value as it is kept.
 *
 * @param envelope which key it takes, and the data key wrapped under it
 * @param value the encrypted bytes
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a file or from one, and never changed
public record Sealed(byte[] envelope, byte[] value) {}
