package dev.flotilla.placement;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a workload's peers are: others of its namespace that name the same group.
 *
 * @param together the clusters that every peer it wants to be with is in; empty if none of these is placed yet
 * @param apart the clusters that any peer it wants to be apart from is in
 */
public record Peers(Optional<Set<String>> together, Set<String> apart) {
    public static final Peers NONE = new Peers(Optional.empty(), Set.of());

    public Peers {
        together = together.map(Set::copyOf);
        apart = Set.copyOf(apart);
    }

    /** Whether no peer has a say. */
    boolean indifferent() {
        return together.isEmpty() && apart.isEmpty();
    }

    /**
     * @param affinity of each workload of the affinity group, the clusters it is placed in; of one that is not placed
     *     yet none, and it does not count
     * @param antiAffinity the same of the anti-affinity group
     */
    public static Peers of(Collection<Set<String>> affinity, Collection<Set<String>> antiAffinity) {
        Optional<Set<String>> together =
                affinity.stream().filter(clusters -> !clusters.isEmpty()).reduce(Peers::both);
        return new Peers(together, antiAffinity.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()));
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        return some.stream().filter(others::contains).collect(Collectors.toUnmodifiableSet());
    }
}
