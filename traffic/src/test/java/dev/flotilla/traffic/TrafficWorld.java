package dev.flotilla.traffic;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.types.FederationTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The reconciler over one store in one thread, under a clock that moves only when it is told to. */
final class TrafficWorld {
    private static final int DECISIONS_MAX = 10_000;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final EffectCommits commits = new EffectCommits(
            new ObjectLifecycle(FederationTypes::rules),
            SnapshotCatalog.of(FederationTypes.customResourceDefinitions())::at);
    private final Reconciler reconciler = new GlobalTrafficReconciler();
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Map<ObjectKey, Instant> agenda = new HashMap<>();
    private int uid;
    int decisions;
    Instant now = Instant.parse("2026-11-24T00:00:00Z");

    TrafficWorld() {
        try {
            store.subscribe(0, Set.of(), new ChangeListener() {
                @Override
                public void onChanges(Snapshot snapshot, List<Change> some) {
                    changes.addAll(some);
                }

                @Override
                public void onLost() {
                    throw new AssertionError("a store in memory loses nothing");
                }
            });
        } catch (ExpiredException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Snapshot snapshot() {
        return store.snapshot();
    }

    void create(String path, String json) {
        perform(List.of(new Effect.Create(
                ObjectKey.parse(path), (ObjectNode) ObjectJson.mapper().readTree(json.replace('\'', '"')))));
    }

    void edit(String path, Consumer<ObjectNode> change) {
        StoredObject base = store.snapshot().get(ObjectKey.parse(path)).orElseThrow();
        ObjectNode tree = base.tree();
        change.accept(tree);
        perform(List.of(new Effect.Replace(base, tree)));
    }

    void delete(String path) {
        perform(List.of(
                new Effect.Delete(store.snapshot().get(ObjectKey.parse(path)).orElseThrow())));
    }

    void cluster(String name) {
        create("cluster.karmada.io/clusters//" + name, """
                {'apiVersion': 'cluster.karmada.io/v1alpha1', 'kind': 'Cluster', 'metadata': {'name': '%s'},
                 'spec': {'syncMode': 'Push', 'region': '%s'},
                 'status': {'conditions': [{'type': 'Ready', 'status': 'True', 'reason': 'ClusterReady', 'message': '',
                   'lastTransitionTime': '%s'}]}}""".formatted(name, name.substring(0, 2), now));
    }

    /** What health would write. */
    void ready(String cluster, String status) {
        edit(
                "cluster.karmada.io/clusters//" + cluster,
                tree -> ((ObjectNode) tree.at("/status/conditions/0"))
                        .put("status", status)
                        .put("reason", status.equals("True") ? "ClusterReady" : "ClusterNotReachable"));
    }

    /** A Service of type LoadBalancer in clusters, with an address in each: {@code eu-1=192.0.2.1 us-1=}. */
    void service(String name, String addresses) {
        create("/services/shop/" + name, """
                {'apiVersion': 'v1', 'kind': 'Service', 'metadata': {'name': '%1$s', 'namespace': 'shop'},
                 'spec': {'type': 'LoadBalancer', 'selector': {'app': '%1$s'}, 'ports': [{'port': 80}]}}""".formatted(name));
        StringBuilder clusters = new StringBuilder();
        StringBuilder seen = new StringBuilder();
        for (String each : addresses.split(" +")) {
            String cluster = each.split("=", -1)[0];
            String address = each.split("=", -1)[1];
            String kind = address.matches("[0-9.]+|.*:.*") ? "ip" : "hostname";
            String ingress = address.isEmpty() ? "" : "{'" + kind + "': '" + address + "'}";
            clusters.append(clusters.isEmpty() ? "" : ",").append("{'name': '" + cluster + "'}");
            seen.append(seen.isEmpty() ? "" : ",")
                    .append("{'clusterName': '" + cluster
                            + "', 'applied': true, 'status': {'loadBalancer': {'ingress': [" + ingress + "]}}}");
        }
        create("work.karmada.io/resourcebindings/shop/" + name + "-service", """
                {'apiVersion': 'work.karmada.io/v1alpha2', 'kind': 'ResourceBinding',
                 'metadata': {'name': '%1$s-service', 'namespace': 'shop'},
                 'spec': {'resource': {'apiVersion': 'v1', 'kind': 'Service', 'namespace': 'shop', 'name': '%1$s'},
                   'clusters': [%2$s]}, 'status': {'aggregatedStatus': [%3$s]}}""".formatted(name, clusters, seen));
    }

    /** A Deployment with so many ready replicas in each cluster: {@code eu-1=3 us-1=3}. */
    void deployment(String name, String replicas) {
        create("apps/deployments/shop/" + name, """
                {'apiVersion': 'apps/v1', 'kind': 'Deployment', 'metadata': {'name': '%1$s', 'namespace': 'shop'},
                 'spec': {'selector': {'matchLabels': {'app': '%1$s'}}, 'template': {
                   'metadata': {'labels': {'app': '%1$s', 'tier': 'web'}},
                   'spec': {'containers': [{'name': 'c', 'image': 'i'}]}}}}""".formatted(name));
        create("work.karmada.io/resourcebindings/shop/" + name + "-deployment", """
                {'apiVersion': 'work.karmada.io/v1alpha2', 'kind': 'ResourceBinding',
                 'metadata': {'name': '%1$s-deployment', 'namespace': 'shop'},
                 'spec': {'resource': {'apiVersion': 'apps/v1', 'kind': 'Deployment', 'namespace': 'shop',
                   'name': '%1$s'}}}""".formatted(name));
        copies(name, replicas, "");
    }

    /** What placement and propagation would write: where it is wanted, and where it is being left. */
    void copies(String name, String wanted, String leaving) {
        edit("work.karmada.io/resourcebindings/shop/" + name + "-deployment", tree -> {
            ObjectNode spec = tree.withObject("/spec");
            var clusters = spec.putArray("clusters");
            var removing = spec.putArray("removing");
            var seen = tree.withObject("/status").putArray("aggregatedStatus");
            for (String each : (wanted + " " + leaving).strip().split(" +")) {
                String cluster = each.split("=")[0];
                int ready = Integer.parseInt(each.split("=")[1]);
                if (wanted.contains(cluster)) {
                    clusters.addObject().put("name", cluster).put("replicas", ready);
                } else {
                    removing.addObject().put("cluster", cluster).put("why", "Moved");
                }
                seen.addObject()
                        .put("clusterName", cluster)
                        .put("applied", true)
                        .putObject("status")
                        .put("replicas", ready)
                        .put("readyReplicas", ready);
            }
        });
    }

    /** For Service {@code web}. */
    void policy(String name, String rest) {
        policy(name, "web", rest);
    }

    /** @param rest of the spec after its backend, beginning with its first field */
    void policy(String name, String service, String rest) {
        create("traffic.flotilla.dev/globaltrafficpolicies/shop/" + name, """
                {'apiVersion': 'traffic.flotilla.dev/v1alpha1', 'kind': 'GlobalTrafficPolicy',
                 'metadata': {'name': '%s', 'namespace': 'shop'},
                 'spec': {'backends': [{'name': 'web', 'service': '%s'}], %s}}""".formatted(name, service, rest));
    }

    JsonNode at(String path, String pointer) {
        return store.snapshot()
                .get(ObjectKey.parse(path))
                .<JsonNode>map(StoredObject::tree)
                .orElseGet(ObjectJson.mapper()::missingNode)
                .at(pointer);
    }

    JsonNode status(String policy, String pointer) {
        return at("traffic.flotilla.dev/globaltrafficpolicies/shop/" + policy, "/status" + pointer);
    }

    JsonNode endpoints(String policy) {
        return at("externaldns.k8s.io/dnsendpoints/shop/" + policy, "/spec/endpoints");
    }

    String condition(String policy, String type) {
        for (JsonNode condition : status(policy, "/conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString() + " "
                        + condition.path("reason").asString() + ": "
                        + condition.path("message").asString();
            }
        }
        return "";
    }

    /** Lets time pass second by second. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now = now.plusSeconds(1);
            settle();
        }
    }

    /** Until nothing is to be decided; what is due later waits. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = !changes.isEmpty();
            while (!changes.isEmpty()) {
                Change change = changes.remove();
                if (reconciler.watches().contains(change.key().resource())) {
                    reconciler
                            .concerns(store.snapshot(), change)
                            .distinct()
                            .toList()
                            .forEach(this::decide);
                }
            }
            for (Map.Entry<ObjectKey, Instant> due : List.copyOf(agenda.entrySet())) {
                if (!due.getValue().isAfter(now)) {
                    agenda.remove(due.getKey());
                    decide(due.getKey());
                    busy = true;
                }
            }
        }
    }

    /** As at a start from nothing. */
    void restart() {
        changes.clear();
        agenda.clear();
        reconciler.keys(store.snapshot()).toList().forEach(this::decide);
        settle();
    }

    private void decide(ObjectKey key) {
        if (++decisions > DECISIONS_MAX) {
            throw new AssertionError("the controller does not come to rest: " + key);
        }
        Decision decision = reconciler.decide(store.snapshot(), key, now);
        perform(decision.effects());
        decision.again().ifPresent(after -> agenda.put(key, now.plus(after)));
    }

    private void perform(List<Effect> effects) {
        commits.commit(store.snapshot(), effects, new WriteContext(now, "uid-" + uid++, "test"))
                .map(commit -> store.commit(commit).toCompletableFuture().join())
                .filter(outcome -> !(outcome instanceof CommitOutcome.Committed))
                .ifPresent(outcome -> {
                    throw new AssertionError("not committed: " + outcome);
                });
    }
}
