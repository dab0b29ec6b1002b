package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.placement.PlacementDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Event by which a template's owner learns what a decision changed and why, in one sentence. A template has one for
 * good news and one for bad; each is written again and counted, so that events do not pile up, and both go with the
 * template.
 */
final class PlacementEvent {
    private static final GroupResource EVENTS = new GroupResource("", "events");
    private static final String SUCCEEDED = "ScheduleBindingSucceed";
    private static final String FAILED = "ScheduleBindingFailed";
    private static final String COMPONENT = "default-scheduler";
    private static final int MESSAGE_LENGTH_MAX = 1024;
    private static final int CLUSTERS_MAX = 8;

    private PlacementEvent() {}

    static Effect of(Snapshot snapshot, StoredObject template, PlacementDecision decision, String change, Instant now) {
        String reason = decision.succeeded() ? SUCCEEDED : FAILED;
        ObjectKey key = key(
                template.head().kind(),
                template.key().namespace(),
                template.key().name(),
                reason);
        String message = shortened(decision.succeeded() ? change : decision.summary());
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return snapshot.get(key)
                .<Effect>map(before -> {
                    ObjectNode event = before.tree();
                    event.put("message", message).put("lastTimestamp", time);
                    event.put("count", event.path("count").asInt(1) + 1);
                    involved(event, template);
                    return new Effect.Update(before, event);
                })
                .orElseGet(() -> new Effect.Create(key, event(key, template, decision, reason, message, time)));
    }

    /** The events of a template that is gone. */
    static Stream<Effect> removal(Snapshot snapshot, ObjectReference template) {
        return Stream.of(SUCCEEDED, FAILED)
                .map(reason -> key(template.kind(), template.namespace(), template.name(), reason))
                .flatMap(key -> snapshot.get(key).stream())
                .map(Effect.Delete::new);
    }

    private static ObjectKey key(String kind, String namespace, String name, String reason) {
        String what = kind + "/" + namespace + "/" + name + "/" + reason;
        return new ObjectKey(
                EVENTS,
                namespace.isEmpty() ? "default" : namespace,
                name + "." + Integer.toHexString(ResourceNames.fnv1a32(what)));
    }

    private static ObjectNode event(
            ObjectKey key,
            StoredObject template,
            PlacementDecision decision,
            String reason,
            String message,
            String time) {
        ObjectNode event = ObjectJson.mapper().createObjectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        involved(event, template);
        event.put("reason", reason).put("message", message);
        event.put("type", decision.succeeded() ? "Normal" : "Warning");
        event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT);
        return event;
    }

    private static void involved(ObjectNode event, StoredObject template) {
        ObjectNode involved = event.putObject("involvedObject");
        involved.put("apiVersion", template.head().apiVersion())
                .put("kind", template.head().kind());
        if (!template.key().namespace().isEmpty()) {
            involved.put("namespace", template.key().namespace());
        }
        involved.put("name", template.key().name()).put("uid", template.head().uid());
    }

    /** As {@code Moved, as the fleet changed: eu-1 4→2, us-1 0→2; …}. */
    static String change(
            Map<String, Integer> before, Map<String, Integer> after, boolean workload, Occasion why, String summary) {
        TreeSet<String> clusters = new TreeSet<>(before.keySet());
        clusters.addAll(after.keySet());
        clusters.removeIf(cluster -> Objects.equals(before.get(cluster), after.get(cluster)));
        if (before.isEmpty() || clusters.isEmpty()) {
            return summary + " Why now: " + why.clause() + ".";
        }
        Map<String, String> told = new TreeMap<>();
        clusters.forEach(cluster -> told.put(
                cluster,
                workload
                        ? cluster + " " + before.getOrDefault(cluster, 0) + "→" + after.getOrDefault(cluster, 0)
                        : (before.containsKey(cluster) ? "left " : "came to ") + cluster));
        String listed = told.values().stream().limit(CLUSTERS_MAX).collect(Collectors.joining(", "));
        int more = told.size() - CLUSTERS_MAX;
        return "Moved, as " + why.clause() + ": " + listed + (more > 0 ? " and " + more + " more" : "") + ". "
                + summary;
    }

    private static String shortened(String text) {
        return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX - 1) + "…";
    }
}
