package dev.flotilla.placement.peers;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Folded;
import dev.flotilla.placement.Peers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * Knows of each affinity group which bindings are in it and where they are placed. The answer follows from the snapshot
 * alone, and is kept up with the changes alone. Safe to share between threads.
 */
public final class PeerIndex {
    private final Folded<Membership, TreePMap<Group, TreePMap<ObjectKey, Set<String>>>> namespaced =
            new Folded<>(BindingKinds.RESOURCE_BINDING, Membership::of, Sum.BY_GROUP);
    private final Folded<Membership, TreePMap<Group, TreePMap<ObjectKey, Set<String>>>> clusterWide =
            new Folded<>(BindingKinds.CLUSTER_RESOURCE_BINDING, Membership::of, Sum.BY_GROUP);

    /**
     * Where the others of a binding's groups are.
     *
     * @param spec the binding's, as it is to be
     */
    public Peers peers(Snapshot snapshot, ObjectKey binding, JsonNode spec) {
        if (!spec.has("workloadAffinityGroups")) {
            return Peers.NONE;
        }
        return Peers.of(
                others(snapshot, binding, spec, Group.Kind.TOGETHER),
                others(snapshot, binding, spec, Group.Kind.APART));
    }

    private Collection<Set<String>> others(Snapshot snapshot, ObjectKey binding, JsonNode spec, Group.Kind kind) {
        return members(
                        snapshot,
                        binding.resource(),
                        Group.of(binding.namespace(), spec).stream().filter(group -> group.kind() == kind))
                .filter(member -> !member.getKey().equals(binding))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The bindings of a binding's groups, itself among them if it is still there. */
    public List<ObjectKey> peers(Snapshot snapshot, StoredObject binding) {
        Set<Group> groups = Membership.of(binding).groups();
        return groups.isEmpty()
                ? List.of()
                : members(snapshot, binding.key().resource(), groups.stream())
                        .map(Map.Entry::getKey)
                        .distinct()
                        .toList();
    }

    private Stream<Map.Entry<ObjectKey, Set<String>>> members(
            Snapshot snapshot, GroupResource resource, Stream<Group> groups) {
        var known = (resource.equals(BindingKinds.RESOURCE_BINDING) ? namespaced : clusterWide).at(snapshot);
        return groups.flatMap(group -> known.getOrDefault(group, TreePMap.empty()).entrySet().stream());
    }

    private enum Sum implements Folded.Sum<Membership, TreePMap<Group, TreePMap<ObjectKey, Set<String>>>> {
        BY_GROUP;

        @Override
        public TreePMap<Group, TreePMap<ObjectKey, Set<String>>> nothing() {
            return TreePMap.empty();
        }

        @Override
        public TreePMap<Group, TreePMap<ObjectKey, Set<String>>> plus(
                TreePMap<Group, TreePMap<ObjectKey, Set<String>>> sum, ObjectKey key, Membership member) {
            TreePMap<Group, TreePMap<ObjectKey, Set<String>>> next = sum;
            for (Group group : member.groups()) {
                next = next.plus(
                        group, next.getOrDefault(group, TreePMap.empty()).plus(key, member.clusters()));
            }
            return next;
        }

        @Override
        public TreePMap<Group, TreePMap<ObjectKey, Set<String>>> minus(
                TreePMap<Group, TreePMap<ObjectKey, Set<String>>> sum, ObjectKey key, Membership member) {
            TreePMap<Group, TreePMap<ObjectKey, Set<String>>> next = sum;
            for (Group group : member.groups()) {
                TreePMap<ObjectKey, Set<String>> left =
                        next.getOrDefault(group, TreePMap.empty()).minus(key);
                next = left.isEmpty() ? next.minus(group) : next.plus(group, left);
            }
            return next;
        }
    }
}
