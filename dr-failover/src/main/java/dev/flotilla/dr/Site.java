package dev.flotilla.dr;

import dev.flotilla.api.store.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is lost together: the clusters of one region, or a cluster that lies in none.
 *
 * @param region empty for a cluster that lies in none
 * @param members those that stay in the fleet, by name
 */
record Site(String region, List<Member> members) {
    Site {
        members = List.copyOf(members);
    }

    /** By key, which is stable and stands for no stored object. */
    static SortedMap<ObjectKey, Site> of(Collection<Member> fleet) {
        SortedMap<ObjectKey, Site> sites = new TreeMap<>();
        fleet.stream()
                .filter(member -> !member.terminating())
                .collect(Collectors.groupingBy(Site::key))
                .forEach((key, members) -> sites.put(
                        key,
                        new Site(
                                members.getFirst().region(),
                                members.stream()
                                        .sorted((one, other) -> one.name().compareTo(other.name()))
                                        .toList())));
        return sites;
    }

    /** The key of the site that a member belongs to. */
    static ObjectKey key(Member member) {
        String name = member.region().isEmpty()
                ? "cluster:" + member.name()
                : "region:" + member.region().replace('/', '_');
        return ObjectKey.of("dr.flotilla.dev", "sites", "", name);
    }

    TreeSet<String> clusters() {
        return members.stream().map(Member::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Nothing of it can be seen. */
    boolean lost() {
        return members.stream().allMatch(Member::lost);
    }

    /** As metrics name it. */
    String label() {
        return region.isEmpty() ? members.getFirst().name() : region;
    }

    /** As sentences name it. */
    String display() {
        return (region.isEmpty() ? "cluster " : "region ") + label();
    }
}
