package dev.flotilla.placement.reservation;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.Requirement;
import dev.flotilla.placement.binding.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Clusters of a few CPUs whose workloads take one CPU for each replica; what comes to them, they report when asked. */
final class Fleet {
    private static final Requirement ONE_CPU = new Requirement(Map.of("cpu", 1000L), Optional.empty());

    private final World world;
    private final ReservationLedger ledger = new ReservationLedger();
    private final Map<String, Integer> cpus = new TreeMap<>();
    /** By workload and cluster. */
    private final Map<String, Map<String, Integer>> pods = new HashMap<>();

    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Long> reports = new HashMap<>();

    private record Seen(int replicas, long since, int counted) {}

    Fleet(World world) {
        this.world = world;
    }

    void policy() {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {"replicaScheduling": {"replicaSchedulingType": "Divided",
                    "replicaDivisionPreference": "Aggregated"}}}}""");
    }

    void cluster(String name, int cpu) {
        cpus.put(name, cpu);
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "100", "cpu": "%d"}, "readAt": "%s"}}}""".formatted(name, cpu, world.now));
    }

    void nodes(String cluster, String classes) {
        world.edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> tree.withObject("/status").set("nodeClasses", json("[" + classes + "]")));
        world.settle();
    }

    void deployment(String name, int replicas) {
        deployment(name, replicas, "{}");
    }

    void selecting(String name, int replicas, String label, String value) {
        deployment(name, replicas, "{\"" + label + "\":\"" + value + "\"}");
    }

    private void deployment(String name, int replicas, String nodeSelector) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"nodeSelector": %s, "containers": [
                   {"name": "c", "resources": {"requests": {"cpu": "1"}}}]}}}}""".formatted(name, replicas, nodeSelector));
    }

    /** So many of a workload's pods exist in a cluster now, and the hub is told so. */
    void arrive(String workload, String cluster, int count) {
        Seen before = seen.getOrDefault(workload + "/" + cluster, new Seen(0, 0, 0));
        long reported = reports.getOrDefault(cluster, 0L);
        long now = world.now.getEpochSecond();
        int counted = Math.min(count, before.since() < reported ? before.replicas() : before.counted());
        Seen is = count > before.replicas() ? new Seen(count, now, counted) : new Seen(count, before.since(), counted);
        seen.put(workload + "/" + cluster, is);
        pods.computeIfAbsent(workload, _ -> new TreeMap<>()).put(cluster, count);
        world.edit(binding(workload), tree -> {
            var items = tree.withObject("/status").withArray("aggregatedStatus");
            items.removeIf(item -> item.path("clusterName").asString("").equals(cluster));
            items.addObject()
                    .put("clusterName", cluster)
                    .put("applied", true)
                    .put("replicas", count)
                    .put("replicasSince", Instant.ofEpochSecond(is.since()).toString())
                    .put("replicasCounted", is.counted());
        });
    }

    /** All of a workload's pods are gone from a cluster that it was to leave, and the hub is told so. */
    void leave(String workload, String cluster) {
        pods.getOrDefault(workload, new TreeMap<>()).remove(cluster);
        seen.remove(workload + "/" + cluster);
        world.edit(binding(workload), tree -> {
            tree.withObject("/spec")
                    .withArray("removing")
                    .removeIf(entry -> entry.path("cluster").asString("").equals(cluster));
            tree.withObject("/status")
                    .withArray("aggregatedStatus")
                    .removeIf(item -> item.path("clusterName").asString("").equals(cluster));
        });
    }

    private static String binding(String workload) {
        return "work.karmada.io/resourcebindings/shop/" + workload + "-deployment";
    }

    Map<String, Integer> pods(String workload) {
        return pods.getOrDefault(workload, Map.of());
    }

    /** A cluster tells the hub what it has left. */
    void report(String cluster) {
        reports.put(cluster, world.now.getEpochSecond());
        int used = pods.values().stream()
                .mapToInt(each -> each.getOrDefault(cluster, 0))
                .sum();
        world.edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> tree.withObject("/status/resourceSummary")
                        .put("readAt", world.now.toString())
                        .putObject("allocated")
                        .put("cpu", String.valueOf(used))
                        .put("pods", String.valueOf(used)));
    }

    int room(String cluster) {
        return room(world.snapshot(), cluster);
    }

    int room(Snapshot snapshot, String cluster) {
        return ledger.room(snapshot, cluster, ONE_CPU, List.of()).orElseThrow();
    }

    Map<String, Integer> cpus() {
        return cpus;
    }

    private static JsonNode json(String text) {
        return ObjectJson.mapper().readTree(text);
    }
}
