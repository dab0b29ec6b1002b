package dev.flotilla.replication;

/** Names one commit for ever, so that whoever sent it can find out from the log whether it took effect. */
public record CommitId(long high, long low) {}
