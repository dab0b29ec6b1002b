package dev.flotilla.simulator.node;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.PodFacts.Resources;
import dev.flotilla.simulator.object.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is free on each node while one batch of pods is placed; the only thing here that changes as it goes. */
final class Room {
    private static final int PODS_PER_NODE = 110;

    private final List<Free> nodes = new ArrayList<>();

    /** One node and what its pods have taken. */
    private static final class Free {
        private final String name;
        private final Map<String, String> labels;
        private final JsonNode spec;
        private final boolean ready;
        private final Resources allocatable;
        private final int podsMax;
        private Resources taken = Resources.NONE;
        private int pods;

        Free(StoredObject stored) {
            ObjectNode tree = stored.tree();
            JsonNode amounts = tree.path("status").path("allocatable");
            this.name = stored.key().name();
            this.labels = stored.head().labels();
            this.spec = tree.path("spec");
            this.ready = Condition.holds(tree.path("status"), "Ready");
            this.allocatable = Resources.of(amounts);
            this.podsMax = podsMax(amounts.path("pods"));
        }

        /** A quantity like the others: a thousand is written {@code 1k}. */
        private static int podsMax(JsonNode pods) {
            try {
                return Quantity.parse(pods.asString("")).value().intValue();
            } catch (IllegalArgumentException unsaid) {
                return PODS_PER_NODE;
            }
        }

        int pods() {
            return pods;
        }

        String name() {
            return name;
        }

        void take(Resources requests) {
            taken = taken.plus(requests);
            pods++;
        }

        /** Why the pod cannot go here, in the scheduler's words. */
        Optional<String> refuses(ObjectNode pod, Resources requests) {
            if (!ready) {
                return Optional.of("node(s) were not ready");
            }
            if (spec.path("unschedulable").asBoolean(false)) {
                return Optional.of("node(s) were unschedulable");
            }
            if (!Taints.tolerated(spec, pod)) {
                return Optional.of("node(s) had untolerated taint(s)");
            }
            if (!Selector.ofLabels(pod.path("spec").path("nodeSelector")).matches(labels)
                    || !Affinity.allows(pod, name, labels)) {
                return Optional.of("node(s) didn't match Pod's node affinity/selector");
            }
            return lacks(requests);
        }

        Optional<String> lacks(Resources requests) {
            Resources wanted = taken.plus(requests);
            if (pods >= podsMax) {
                return Optional.of("Too many pods");
            }
            if (requests.cpuMillis() > 0 && wanted.cpuMillis() > allocatable.cpuMillis()) {
                return Optional.of("Insufficient cpu");
            }
            if (requests.memoryBytes() > 0 && wanted.memoryBytes() > allocatable.memoryBytes()) {
                return Optional.of("Insufficient memory");
            }
            return Optional.empty();
        }
    }

    /** Where a pod goes, or why it can go nowhere. */
    sealed interface Place {
        record On(String node) implements Place {}

        record Nowhere(String message) implements Place {}
    }

    Room(Snapshot snapshot, Collection<Pod> bound) {
        Map<String, Free> byName = new TreeMap<>();
        snapshot.list(Kind.NODE.resource()).map(Free::new).forEach(node -> byName.put(node.name, node));
        nodes.addAll(byName.values());
        for (Pod pod : bound) {
            Free node = byName.get(pod.facts().node());
            if (node != null) {
                node.take(pod.facts().requests());
            }
        }
    }

    /** Whether any node has as much left, whomever else it may refuse. */
    boolean isLeft(Resources requests) {
        return nodes.stream()
                .anyMatch(node -> node.ready && node.lacks(requests).isEmpty());
    }

    /** Takes room for the pod on the node with the fewest pods that has it. */
    Place place(ObjectNode pod, Resources requests) {
        Map<String, Integer> refusals = new TreeMap<>();
        List<Free> fitting = new ArrayList<>();
        for (Free node : nodes) {
            node.refuses(pod, requests)
                    .ifPresentOrElse(reason -> refusals.merge(reason, 1, Integer::sum), () -> fitting.add(node));
        }
        return fitting.stream()
                .min(Comparator.comparingInt(Free::pods).thenComparing(Free::name))
                .<Place>map(node -> {
                    node.take(requests);
                    return new Place.On(node.name);
                })
                .orElseGet(() -> new Place.Nowhere(message(refusals)));
    }

    private String message(Map<String, Integer> refusals) {
        if (nodes.isEmpty()) {
            return "no nodes available to schedule pods";
        }
        String reasons = refusals.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        return "0/" + nodes.size() + " nodes are available: " + reasons + ".";
    }
}
