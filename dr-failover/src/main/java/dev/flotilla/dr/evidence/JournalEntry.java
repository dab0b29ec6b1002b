package dev.flotilla.dr.evidence;

import java.time.Instant;

/**
 * One line of a run's journal, tied to the line before it.
 *
 * @param seq from 1 on, without gaps
 * @param at to the millisecond
 * @param step the run's step that it is about
 * @param state what becomes of the step
 * @param key the step's idempotency key
 * @param node the hub node that wrote it
 * @param epoch the node's right to write, by which it could be fenced
 * @param previousHash the hash of the entry before, {@link HashChain#GENESIS} for the first
 * @param hash what {@link HashChain#next} gives for all of this
 */
public record JournalEntry(
        long seq,
        Instant at,
        String step,
        String state,
        String key,
        String detail,
        String node,
        long epoch,
        String previousHash,
        String hash) {
    public JournalEntry {
        Checked.notNegative(seq, "seq");
        at = Checked.millis(at);
        Checked.text(step, "step");
        Checked.text(state, "state");
        Checked.text(previousHash, "previousHash");
        Checked.text(hash, "hash");
    }

    /** The entry that follows one with this hash; it carries its own right hash. */
    public static JournalEntry after(
            String previousHash,
            long seq,
            Instant at,
            String step,
            String state,
            String key,
            String detail,
            String node,
            long epoch) {
        String hash = HashChain.next(previousHash, seq, at, step, state, key, detail, node, epoch);
        return new JournalEntry(seq, at, step, state, key, detail, node, epoch, previousHash, hash);
    }
}
