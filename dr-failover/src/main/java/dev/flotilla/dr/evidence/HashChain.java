package dev.flotilla.dr.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ties the entries of a journal together: each entry's hash covers the entry and the hash before it, so that none can
 * be changed, left out, put in or moved without every later hash being wrong. Whoever keeps the newest hash can check
 * the whole journal.
 *
 * <p>A hash is the SHA-256, in lower-case hex, of the canonical JSON of the entry's fields (all but {@code hash}).
 */
public final class HashChain {
    /** What stands before the first entry. */
    public static final String GENESIS = "0".repeat(64);

    private HashChain() {}

    /**
     * Where a journal is not what was written.
     *
     * @param seq the first entry that is wrong, by its own number
     */
    public record Break(long seq, String reason) {}

    /**
     * The hash of the entry with these fields.
     *
     * @param at counts to the millisecond: what is finer is not covered and must not be kept
     */
    public static String next(
            String previousHash,
            long seq,
            Instant at,
            String step,
            String state,
            String key,
            String detail,
            String node,
            long epoch) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("previousHash", previousHash)
                .put("seq", seq)
                .put("at", CanonicalJson.time(at))
                .put("step", step)
                .put("state", state)
                .put("key", key)
                .put("detail", detail)
                .put("node", node)
                .put("epoch", epoch);
        return sha256(CanonicalJson.bytes(entry));
    }

    /** The newest hash; {@link #GENESIS} if there is none. */
    public static String head(List<JournalEntry> journal) {
        return journal.isEmpty() ? GENESIS : journal.getLast().hash();
    }

    /** The first entry that is not what was written there; empty if all are. */
    public static Optional<Break> firstBreak(List<JournalEntry> journal) {
        String previous = GENESIS;
        long seq = 1;
        for (JournalEntry entry : journal) {
            if (entry.seq() != seq) {
                return broken(entry, "entry " + seq + " was to follow, not entry " + entry.seq());
            }
            if (!entry.previousHash().equals(previous)) {
                return broken(entry, "it does not follow the entry before it: its previousHash is not that one's hash");
            }
            if (!entry.hash().equals(expected(entry))) {
                return broken(entry, "its hash is not that of its content");
            }
            previous = entry.hash();
            seq++;
        }
        return Optional.empty();
    }

    private static Optional<Break> broken(JournalEntry entry, String reason) {
        return Optional.of(new Break(entry.seq(), reason));
    }

    private static String expected(JournalEntry entry) {
        return next(
                entry.previousHash(),
                entry.seq(),
                entry.at(),
                entry.step(),
                entry.state(),
                entry.key(),
                entry.detail(),
                entry.node(),
                entry.epoch());
    }

    /** In lower-case hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
