package dev.flotilla.replication.peer;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.CommitId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a leader takes the commits of others, each once in its term, however often it comes. It remembers what became
 * of the last {@code remembered} commits; of one that it may have forgotten it takes nothing.
 *
 * <p>Why that is enough: an attempt says up to which version its sender knows the log without the commit. If the commit
 * was decided and forgotten since, the decision's version is not below that one (no node had read further when it was
 * made), and {@code forgottenTo} is not below the decision's. So an attempt that is taken is the first of its commit,
 * or one made in full knowledge that the earlier ones came to nothing. Not thread-safe.
 */
public final class Desk {
    /** What to do with an attempt. */
    public sealed interface Verdict {
        /** To be decided, in its turn. */
        record Take() implements Verdict {}

        /** It was decided; its sender has not heard it. */
        record Repeat(CommitOutcome outcome, long version) implements Verdict {}

        /** It is being decided, or its sender will see it in the log, or will try again knowing more. */
        record Ignore() implements Verdict {}
    }

    /** Decided, in the order of deciding; a refusal's version may have grown since. */
    private record Decided(CommitId id, long version) {}

    private record Refusal(CommitOutcome outcome, long version) {}

    private final int remembered;
    /** Those being decided, and the newest of their attempts. */
    private final Map<CommitId, Attempt> open = new HashMap<>();

    private final Set<CommitId> landed = new HashSet<>();
    private final Map<CommitId, Refusal> refused = new HashMap<>();
    private final Deque<Decided> decided = new ArrayDeque<>();
    private long forgottenTo = Long.MIN_VALUE;

    public Desk(int remembered) {
        this.remembered = remembered;
    }

    /** An attempt, and up to which version its sender knew the log without the commit. */
    public record Attempt(int number, long seenTo) {
        Attempt newest(Attempt other) {
            return new Attempt(Math.max(number, other.number), Math.max(seenTo, other.seenTo));
        }
    }

    public Verdict take(CommitId id, Attempt attempt) {
        Refusal refusal = refused.get(id);
        if (refusal != null) {
            Refusal repeated = new Refusal(refusal.outcome(), Math.max(refusal.version(), attempt.seenTo()));
            refused.put(id, repeated);
            return new Verdict.Repeat(repeated.outcome(), repeated.version());
        }
        if (landed.contains(id) || open.computeIfPresent(id, (_, before) -> before.newest(attempt)) != null) {
            return new Verdict.Ignore();
        }
        if (attempt.seenTo() <= forgottenTo) {
            return new Verdict.Ignore();
        }
        open.put(id, attempt);
        return new Verdict.Take();
    }

    /** @param version of its last write */
    public void landed(CommitId id, long version) {
        open.remove(id);
        landed.add(id);
        remember(id, version);
    }

    /**
     * @param version of the state in view of which it was decided
     * @return the attempt to answer, and as what it saw, the version to answer with
     */
    public Attempt refused(CommitId id, CommitOutcome outcome, long version) {
        Attempt last = open.remove(id);
        if (last == null) {
            throw new IllegalStateException("a commit was decided that was not taken: " + id);
        }
        Attempt answered = last.newest(new Attempt(0, version));
        refused.put(id, new Refusal(outcome, answered.seenTo()));
        remember(id, answered.seenTo());
        return answered;
    }

    private void remember(CommitId id, long version) {
        decided.addLast(new Decided(id, version));
        while (decided.size() > remembered) {
            Decided oldest = decided.removeFirst();
            landed.remove(oldest.id());
            Refusal refusal = refused.remove(oldest.id());
            forgottenTo = Math.max(forgottenTo, refusal == null ? oldest.version() : refusal.version());
        }
    }
}
