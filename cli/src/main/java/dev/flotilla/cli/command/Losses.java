package dev.flotilla.cli.command;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.cli.UserError;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What people mean to lose. */
public final class Losses {
    private static final int LISTED_MAX = 20;

    private Losses() {}

    /**
     * @param named members, and regions for every member that lies in them
     * @throws UserError if the fleet has no such member or region
     */
    public static SortedSet<String> clusters(Snapshot snapshot, List<String> named) {
        List<Cluster> fleet = snapshot.list(Cluster.RESOURCE).map(Cluster::of).toList();
        SortedSet<String> clusters = new TreeSet<>();
        for (String name : named) {
            List<String> meant = fleet.stream()
                    .filter(cluster -> cluster.name().equals(name)
                            || cluster.spec().region().equals(name))
                    .map(Cluster::name)
                    .toList();
            if (meant.isEmpty()) {
                throw new UserError(
                        "there is neither a member nor a region called '" + name + "'; members are " + listed(fleet));
            }
            clusters.addAll(meant);
        }
        return clusters;
    }

    private static String listed(List<Cluster> fleet) {
        String first = fleet.stream()
                .limit(LISTED_MAX)
                .map(cluster -> cluster.name() + " (" + cluster.spec().region() + ")")
                .collect(Collectors.joining(", "));
        return fleet.size() > LISTED_MAX ? first + " and " + (fleet.size() - LISTED_MAX) + " more" : first;
    }
}
