package dev.flotilla.placement.binding;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.policy.PlacementReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bindings by what they wait for of clusters, so that a change of one cluster costs no look at bindings it cannot
 * matter to. Those with the same placement are kept together: what a cluster means to one it means to all of them.
 *
 * <p>It is told of each change of a binding, and reads a changed binding only once somebody asks. Not for several
 * threads at once.
 */
final class InterestIndex {
    private static final List<GroupResource> BINDINGS =
            List.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING);

    private final Map<ObjectKey, Interest> interests = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<ObjectKey, Told> told = new LinkedHashMap<>();
    private boolean primed;

    /** @param now null once it is gone */
    private record Told(@Nullable StoredObject now) {}

    /** The bindings of one placement. */
    static final class Group {
        private final String text;
        private final PlacementRules rules;
        private final Map<String, Set<ObjectKey>> byCluster = new HashMap<>();
        private final Set<ObjectKey> open = new HashSet<>();
        private final Set<ObjectKey> unplaced = new HashSet<>();
        private int members;

        private Group(Interest first) {
            this.text = first.group();
            this.rules = PlacementReader.ofBinding(first.binding().tree());
        }

        PlacementRules rules() {
            return rules;
        }

        /** Those that are in the cluster, or are leaving it. */
        Set<ObjectKey> in(String cluster) {
            return byCluster.getOrDefault(cluster, Set.of());
        }

        /** Those that would take a cluster that is new to them. */
        Set<ObjectKey> open() {
            return open;
        }

        /** Those that lack a place. */
        Set<ObjectKey> unplaced() {
            return unplaced;
        }

        /** Whether the placement may look at a label; what it does not name it cannot look at. */
        boolean names(String label) {
            return text.contains("\"" + label + "\"");
        }

        private void add(Interest interest) {
            ObjectKey key = interest.binding().key();
            members++;
            interest.clusters()
                    .forEach(cluster -> byCluster
                            .computeIfAbsent(cluster, _ -> new HashSet<>())
                            .add(key));
            if (interest.unplaced() || !interest.divided() || rules.strategy() == Strategy.DUPLICATED) {
                open.add(key);
            }
            if (interest.unplaced()) {
                unplaced.add(key);
            }
        }

        private void remove(Interest interest) {
            ObjectKey key = interest.binding().key();
            members--;
            interest.clusters()
                    .forEach(cluster -> byCluster.computeIfPresent(cluster, (_, keys) -> {
                        keys.remove(key);
                        return keys.isEmpty() ? null : keys;
                    }));
            open.remove(key);
            unplaced.remove(key);
        }
    }

    /** Takes note of a binding's change. */
    void tell(ObjectKey key, @Nullable StoredObject now) {
        told.put(key, new Told(now));
    }

    /** Begins anew with the bindings there are. */
    void prime(Snapshot snapshot) {
        interests.clear();
        groups.clear();
        told.clear();
        BINDINGS.forEach(resource -> snapshot.list(resource).forEach(binding -> tell(binding.key(), binding)));
        primed = true;
    }

    /** @param snapshot to begin with, if nothing is known yet */
    void eachGroup(Snapshot snapshot, Consumer<Group> look) {
        if (!primed) {
            prime(snapshot);
        }
        told.forEach((key, change) -> fold(key, change.now()));
        told.clear();
        groups.values().forEach(look);
    }

    StoredObject binding(ObjectKey key) {
        Interest interest = interests.get(key);
        if (interest == null) {
            throw new IllegalArgumentException("no such binding: " + key);
        }
        return interest.binding();
    }

    private void fold(ObjectKey key, @Nullable StoredObject now) {
        Interest before = interests.remove(key);
        if (before != null) {
            Group group = groups.get(before.group());
            if (group != null) {
                group.remove(before);
                if (group.members == 0) {
                    groups.remove(before.group());
                }
            }
        }
        if (now != null) {
            Interest interest = Interest.of(now);
            interests.put(key, interest);
            groups.computeIfAbsent(interest.group(), _ -> new Group(interest)).add(interest);
        }
    }
}
