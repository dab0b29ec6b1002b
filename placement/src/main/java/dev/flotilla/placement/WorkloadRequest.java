package dev.flotilla.placement;

import dev.flotilla.api.naming.ResourceNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be placed.
 *
 * @param api its {@code apiVersion/Kind}
 * @param uid the template's; it breaks ties between clusters, so that not every workload prefers the same one
 * @param workload whether it has replicas at all; a ConfigMap has none
 * @param requirement what one replica needs
 * @param components its pod templates if it has several; these are never divided
 * @param peers the workloads it is to be with, or apart from
 * @param advice what others said of the clusters for it
 */
public record WorkloadRequest(
        String api,
        String uid,
        boolean workload,
        int replicas,
        Requirement requirement,
        List<Component> components,
        Peers peers,
        PlacementRules rules,
        Advice advice) {

    /** One of several pod templates. */
    public record Component(String name, int replicas, Requirement requirement) {}

    public WorkloadRequest {
        components = List.copyOf(components);
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
    }

    /** One that nobody was asked about. */
    public WorkloadRequest(
            String api,
            String uid,
            boolean workload,
            int replicas,
            Requirement requirement,
            List<Component> components,
            Peers peers,
            PlacementRules rules) {
        this(api, uid, workload, replicas, requirement, components, peers, rules, Advice.NONE);
    }

    public WorkloadRequest advised(Advice given) {
        return new WorkloadRequest(api, uid, workload, replicas, requirement, components, peers, rules, given);
    }

    /** @param requestMilli what one replica requests, in thousandths of each resource's unit */
    public WorkloadRequest(
            String api,
            String uid,
            boolean workload,
            int replicas,
            Map<String, Long> requestMilli,
            PlacementRules rules) {
        this(
                api,
                uid,
                workload,
                replicas,
                new Requirement(requestMilli, Optional.empty()),
                List.of(),
                Peers.NONE,
                rules);
    }

    /** What one replica requests, in thousandths of each resource's unit. */
    public Map<String, Long> requestMilli() {
        return requirement.milli();
    }

    /** Whether the last name wins a tie: as the FNV-1a hash of the uid is odd. */
    boolean descending() {
        return !uid.isEmpty() && (ResourceNames.fnv1a32(uid) & 1) == 1;
    }

    /** Whether replicas are dealt out or copied; what has several components, or none, is the same everywhere. */
    boolean hasReplicas() {
        return workload && components.size() <= 1;
    }

    /** Whether it is estimated by whole sets of its components: it has some, and goes to one cluster exactly. */
    boolean countedInSets() {
        return !components.isEmpty() && rules.spread().clusters().equals(Spread.Bounds.ONE);
    }

    /** How many replicas the selected clusters must have room for together. */
    int roomWanted() {
        return countedInSets() ? 1 : replicas;
    }
}
