package dev.flotilla.api.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks a commit's preconditions against the state that lies before it in the log. */
public final class Preconditions {
    private final Map<String, Guard> guards;

    public Preconditions(Collection<Guard> guards) {
        this.guards = guards.stream().collect(Collectors.toUnmodifiableMap(Guard::name, Function.identity()));
    }

    /**
     * @return what stands in the commit's way; empty if nothing does
     * @throws IllegalArgumentException if the commit names a guard that this store does not know
     */
    public Optional<CommitOutcome> failure(Snapshot before, Commit commit) {
        for (Precondition precondition : commit.preconditions()) {
            Optional<CommitOutcome> failure = failure(before, commit, precondition);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<CommitOutcome> failure(Snapshot before, Commit commit, Precondition precondition) {
        return switch (precondition) {
            case Precondition.AtVersion(var key, var version) ->
                conflictUnless(
                        before.get(key)
                                .filter(found -> found.resourceVersion() == version)
                                .isPresent(),
                        precondition);
            case Precondition.Absent(var key) -> conflictUnless(before.get(key).isEmpty(), precondition);
            case Precondition.Exists(var key) -> conflictUnless(before.get(key).isPresent(), precondition);
            case Precondition.Guarded(var name, var arguments) ->
                guard(name).refuses(before, commit, arguments).map(reason -> new CommitOutcome.Refused(name, reason));
        };
    }

    private static Optional<CommitOutcome> conflictUnless(boolean holds, Precondition precondition) {
        return holds ? Optional.empty() : Optional.of(new CommitOutcome.Conflicted(precondition));
    }

    private Guard guard(String name) {
        Guard guard = guards.get(name);
        if (guard == null) {
            throw new IllegalArgumentException("no guard is called '" + name + "'; known: " + guards.keySet());
        }
        return guard;
    }
}
