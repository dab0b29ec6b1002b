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
import dev.flotilla.placement.preemption.Preemption;
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
    private static final String PREEMPTED = "Preempted";
    private static final String COMPONENT = "default-scheduler";
    private static final int MESSAGE_LENGTH_MAX = 1024;
    private static final int CLUSTERS_MAX = 8;

    private PlacementEvent() {}

    static Effect of(Snapshot snapshot, StoredObject template, PlacementDecision decision, String change, Instant now) {
        boolean good = decision.succeeded();
        return told(
                snapshot,
                involved(template),
                good ? SUCCEEDED : FAILED,
                good ? "Normal" : "Warning",
                good ? change : decision.summary(),
                now);
    }

    /** What tells the owner of a displaced workload who displaced it. */
    static Effect preempted(
            Snapshot snapshot, ObjectReference template, StoredObject by, Preemption.Victim victim, Instant now) {
        String left = victim.leaves().entrySet().stream()
                .map(each -> each.getValue()
                        + (each.getValue() == 1 ? " replica leaves " : " replicas leave ")
                        + each.getKey())
                .collect(Collectors.joining(", "));
        String message = "Preempted by " + by.head().kind() + " " + by.key().namespace() + "/"
                + by.key().name() + ": " + left + ".";
        return told(snapshot, involved(template), PREEMPTED, "Normal", message, now);
    }

    private static Effect told(
            Snapshot snapshot, ObjectNode involved, String reason, String type, String text, Instant now) {
        ObjectKey key = key(
                involved.path("kind").asString(""),
                involved.path("namespace").asString(""),
                involved.path("name").asString(""),
                reason);
        String message = shortened(text);
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return snapshot.get(key)
                .<Effect>map(before -> {
                    ObjectNode event = before.tree();
                    event.put("message", message).put("lastTimestamp", time);
                    event.put("count", event.path("count").asInt(1) + 1);
                    event.set("involvedObject", involved);
                    return new Effect.Update(before, event);
                })
                .orElseGet(() -> new Effect.Create(key, event(key, involved, type, reason, message, time)));
    }

    /** The events of a template that is gone. */
    static Stream<Effect> removal(Snapshot snapshot, ObjectReference template) {
        return Stream.of(SUCCEEDED, FAILED, PREEMPTED)
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
            ObjectKey key, ObjectNode involved, String type, String reason, String message, String time) {
        ObjectNode event = ObjectJson.mapper().createObjectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        event.set("involvedObject", involved);
        event.put("reason", reason).put("message", message);
        event.put("type", type);
        event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT);
        return event;
    }

    private static ObjectNode involved(ObjectReference template) {
        ObjectNode involved = ObjectJson.mapper().createObjectNode();
        involved.put("apiVersion", template.apiVersion()).put("kind", template.kind());
        if (!template.namespace().isEmpty()) {
            involved.put("namespace", template.namespace());
        }
        return involved.put("name", template.name()).put("uid", template.uid());
    }

    private static ObjectNode involved(StoredObject template) {
        ObjectNode involved = ObjectJson.mapper().createObjectNode();
        involved.put("apiVersion", template.head().apiVersion())
                .put("kind", template.head().kind());
        if (!template.key().namespace().isEmpty()) {
            involved.put("namespace", template.key().namespace());
        }
        return involved.put("name", template.key().name())
                .put("uid", template.head().uid());
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
