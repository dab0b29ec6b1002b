package dev.flotilla.replication.encryption;

/** What became of opening a sealed value. */
public sealed interface Opened {
    @SuppressWarnings("ArrayRecordComponent") // the caller's own
    record Value(byte[] plain) implements Opened {}

    /** @param reason names the key and where it was looked for */
    record Not(String reason) implements Opened {}
}
