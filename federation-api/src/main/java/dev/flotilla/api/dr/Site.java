package dev.flotilla.api.dr;

import dev.flotilla.api.cluster.Cluster;

/** Clusters that fail together: all of a region, or one by name. Exactly one of the two is set. */
public record Site(String region, String cluster) {
    public static Site ofRegion(String region) {
        return new Site(region, "");
    }

    public static Site ofCluster(String cluster) {
        return new Site("", cluster);
    }

    public boolean includes(Cluster member) {
        return cluster.isEmpty()
                ? region.equals(member.spec().region()) && !region.isEmpty()
                : cluster.equals(member.name());
    }

    /** The region's or the cluster's name. */
    public String label() {
        return cluster.isEmpty() ? region : cluster;
    }
}
