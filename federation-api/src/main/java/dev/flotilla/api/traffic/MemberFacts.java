package dev.flotilla.api.traffic;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;

/**
 * What of a Cluster bears on traffic.
 *
 * @param ready its Ready condition holds
 * @param why it is not ready, in a few words; empty if it is
 */
public record MemberFacts(ClusterIdentity identity, boolean ready, String why) {
    static MemberFacts of(StoredObject stored) {
        Cluster cluster = Cluster.of(stored);
        boolean ready = cluster.status().ready();
        String why = cluster.status()
                .condition(ClusterStatus.READY)
                .map(Condition::reason)
                .orElse("not probed yet");
        return new MemberFacts(cluster.identity(), ready, ready ? "" : why);
    }

    public String region() {
        return identity.region();
    }
}
