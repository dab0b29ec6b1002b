package dev.flotilla.placement.peers;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One binding as its peers see it.
 *
 * @param groups the groups it belongs to
 * @param clusters those that it is placed in
 */
record Membership(Set<Group> groups, Set<String> clusters) {
    private static final Membership NONE = new Membership(Set.of(), Set.of());
    private static final String FIELD = "\"workloadAffinityGroups\"";

    Membership {
        groups = Set.copyOf(groups);
        clusters = Set.copyOf(clusters);
    }

    static Membership of(StoredObject binding) {
        if (!new String(binding.storedJson(), StandardCharsets.ISO_8859_1).contains(FIELD)) {
            return NONE;
        }
        JsonNode spec = ObjectJson.parse(binding.storedJson()).path("spec");
        Set<String> clusters = new TreeSet<>();
        spec.path("clusters").forEach(target -> clusters.add(target.path("name").asString("")));
        return new Membership(Group.of(binding.key().namespace(), spec), clusters);
    }
}
