package dev.flotilla.replication;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Preconditions;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.Write;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The commits that go into one transaction, each checked against the state before the group and the commits before it
 * in the group. What was refused was refused in view of these, so its answer too waits for the transaction.
 */
public record Group(StateTable before, List<Proposal> accepted, List<Refusal> refused) {
    public record Refusal(Proposal proposal, CommitOutcome outcome) {}

    public Group {
        accepted = List.copyOf(accepted);
        refused = List.copyOf(refused);
    }

    /** Decides which of the proposals take effect, in their order. */
    public static Group of(StateTable before, List<Proposal> proposals, Preconditions preconditions) {
        List<Proposal> accepted = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        StateTable overlay = before;
        for (Proposal proposal : proposals) {
            Optional<CommitOutcome> failure = failure(overlay, proposal, preconditions);
            if (failure.isPresent()) {
                refused.add(new Refusal(proposal, failure.get()));
            } else {
                accepted.add(proposal);
                overlay = withUnknownVersions(overlay, proposal);
            }
        }
        return new Group(before, accepted, refused);
    }

    /** A guard that fails must not take the leader with it. */
    private static Optional<CommitOutcome> failure(StateTable overlay, Proposal proposal, Preconditions preconditions) {
        try {
            return preconditions.failure(overlay, proposal.commit());
        } catch (RuntimeException e) {
            String guards = proposal.commit().preconditions().stream()
                    .filter(Precondition.Guarded.class::isInstance)
                    .map(guarded -> ((Precondition.Guarded) guarded).guard())
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("");
            return Optional.of(new CommitOutcome.Refused(guards, "the guard could not be asked: " + e));
        }
    }

    private static StateTable withUnknownVersions(StateTable before, Proposal proposal) {
        StateTable after = before;
        for (Write write : proposal.commit().writes()) {
            after = switch (write) {
                case Write.Put(var key, byte[] _) -> after.put(proposal.object(key));
                case Write.Delete(var key) -> after.remove(key, Proposal.VERSION_UNKNOWN);
            };
        }
        return after;
    }

    /**
     * The state once the transaction is committed.
     *
     * @param versions of all accepted writes, in order
     */
    public StateTable after(List<Long> versions) {
        Iterator<Long> next = versions.iterator();
        StateTable after = before;
        for (Proposal proposal : accepted) {
            for (Write write : proposal.commit().writes()) {
                long version = next.next();
                after = switch (write) {
                    case Write.Put(var key, byte[] _) ->
                        after.put(proposal.object(key).at(version));
                    case Write.Delete(var key) -> after.remove(key, version);
                };
            }
        }
        return after;
    }
}
