package dev.flotilla.simulator.controller;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.node.Eligibility;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Names;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one pod of each DaemonSet on every node that takes it, and renews pods of an old template a few at a time. */
public final class DaemonSetController implements Reconciler {
    static final String REVISION_LABEL = "controller-revision-hash";

    private final Pods pods;

    public DaemonSetController(Pods pods) {
        this.pods = pods;
    }

    @Override
    public String name() {
        return "daemonset-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.DAEMON_SET.resource(), Kind.NODE.resource(), Kind.POD.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        GroupResource changed = change.key().resource();
        if (changed.equals(Kind.DAEMON_SET.resource())) {
            return Stream.of(change.key());
        }
        return changed.equals(Kind.NODE.resource()) ? keys(snapshot) : pods.concerned(change, Kind.DAEMON_SET);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.DAEMON_SET.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(found -> !found.head().terminating())
                .map(found -> decide(snapshot, found))
                .orElseGet(Decision::nothing);
    }

    private Decision decide(Snapshot snapshot, StoredObject stored) {
        ObjectNode set = stored.tree();
        JsonNode template = set.path("spec").path("template");
        Eligibility eligibility = Eligibility.of(snapshot);
        String hash = Names.hash(template);
        Map<String, Pod> byNode = new TreeMap<>();
        List<Effect> effects = new ArrayList<>();
        for (Pod pod : pods.controlled(snapshot, stored)) {
            boolean stays = pod.active() && eligibility.takes(pod.facts().node(), template);
            if (stays && byNode.putIfAbsent(pod.facts().node(), pod) == null) {
                continue;
            }
            if (!pod.terminating()) {
                effects.add(new Effect.Delete(pod.stored()));
            }
        }
        List<String> nodes = eligibility.takers(template);
        nodes.stream()
                .filter(node -> !byNode.containsKey(node))
                .forEach(node -> creation(snapshot, stored, set, node, hash, effects));
        effects.addAll(renewals(set, byNode, nodes.size(), hash));
        ObjectNode reported = reported(set, byNode, nodes.size(), hash);
        if (!reported.equals(set)) {
            effects.add(new Effect.UpdateStatus(stored, reported));
        }
        return Decision.of(effects);
    }

    private static void creation(
            Snapshot snapshot, StoredObject owner, ObjectNode set, String node, String hash, List<Effect> effects) {
        String prefix = Names.prefix(owner.key().name());
        String suffix = Names.suffix(owner.head().uid(), node + "/" + hash);
        ObjectKey key = Kind.POD.key(owner.key().namespace(), prefix + suffix);
        if (snapshot.get(key).isPresent()) {
            return;
        }
        Map<String, String> labels = Map.of(
                REVISION_LABEL,
                hash,
                "pod-template-generation",
                Long.toString(owner.head().generation()));
        ObjectNode pod = Pods.fromTemplate(set.path("spec").path("template"), key, owner, labels);
        pod.withObjectProperty("metadata").put("generateName", prefix);
        pod.withObjectProperty("spec").put("nodeName", node);
        effects.add(new Effect.Create(key, pod));
    }

    private static List<Effect> renewals(ObjectNode set, Map<String, Pod> byNode, int nodes, String hash) {
        JsonNode strategy = set.path("spec").path("updateStrategy");
        if ("OnDelete".equals(strategy.path("type").asString(""))) {
            return List.of();
        }
        JsonNode asked = strategy.path("rollingUpdate").path("maxUnavailable");
        int room = asked.isMissingNode() ? 1 : Math.max(1, RolloutBudget.share(asked, nodes, RoundingMode.CEILING));
        int unavailable =
                nodes - (int) byNode.values().stream().filter(Pod::ready).count();
        List<Effect> renewed = new ArrayList<>();
        for (Pod pod : byNode.values()) {
            boolean old = !hash.equals(pod.labels().get(REVISION_LABEL));
            boolean free = !pod.ready();
            if (old && (free || unavailable < room)) {
                renewed.add(new Effect.Delete(pod.stored()));
                unavailable += free ? 0 : 1;
            }
        }
        return renewed;
    }

    private static ObjectNode reported(ObjectNode set, Map<String, Pod> byNode, int nodes, String hash) {
        ObjectNode reported = set.deepCopy();
        ObjectNode status = reported.withObjectProperty("status");
        int ready = (int) byNode.values().stream().filter(Pod::ready).count();
        status.put("currentNumberScheduled", byNode.size());
        status.put("desiredNumberScheduled", nodes);
        DeploymentStatus.count(status, "numberAvailable", ready);
        status.put("numberMisscheduled", 0);
        status.put("numberReady", ready);
        DeploymentStatus.count(status, "numberUnavailable", nodes - ready);
        status.put("observedGeneration", set.path("metadata").path("generation").asInt(0));
        DeploymentStatus.count(status, "updatedNumberScheduled", (int) byNode.values().stream()
                .filter(pod -> hash.equals(pod.labels().get(REVISION_LABEL)))
                .count());
        return reported;
    }
}
