package dev.flotilla.propagation;

import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.BindingStatus.Health;
import dev.flotilla.propagation.interpret.ClusterStatusItem;
import dev.flotilla.propagation.interpret.Drift;
import dev.flotilla.propagation.interpret.Interpreter;
import dev.flotilla.propagation.interpret.KindInterpreters;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What templates and copies mean, by their kinds. Kinds that nothing is known of get the general answer. */
public final class Interpreters {
    /** The part of a member's status that the hub keeps; empty if there is none. */
    public Optional<JsonNode> reflect(JsonNode observed) {
        return Optional.ofNullable(KindInterpreters.of(observed).reflect(observed));
    }

    /** Whether a copy does what it should. */
    public Health health(JsonNode observed) {
        return KindInterpreters.of(observed).health(observed);
    }

    /** Whether an observed copy lacks something that the manifest says; what others added is theirs. */
    public boolean drifted(JsonNode desiredManifest, JsonNode observed) {
        return Drift.between(desiredManifest, observed).isPresent();
    }

    /** The field in which an observed copy differs from the manifest, and how; empty if it holds all of it. */
    public Optional<String> drift(JsonNode desiredManifest, JsonNode observed) {
        return Drift.between(desiredManifest, observed);
    }

    /** How many replicas a template asks for; empty if its kind has none. */
    public OptionalInt replicas(JsonNode template) {
        return KindInterpreters.of(template).replicas(template);
    }

    /** Sets the replicas of a copy, in place. */
    public void reviseReplicas(ObjectNode copy, int replicas) {
        KindInterpreters.of(copy).reviseReplicas(copy, replicas);
    }

    /** Takes out, in place, what belongs to the hub's object alone. */
    public void prune(ObjectNode copy) {
        Pruning.prune(copy);
        KindInterpreters.of(copy).prune(copy);
    }

    /** The template with the status that its copies' make; the very tree given, changed in its status alone. */
    public ObjectNode aggregate(ObjectNode template, List<AggregatedStatusItem> items) {
        List<ClusterStatusItem> seen = items.stream()
                .sorted(Comparator.comparing(AggregatedStatusItem::clusterName))
                .map(Interpreters::item)
                .toList();
        Instant newest = items.stream()
                .map(AggregatedStatusItem::seenAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Interpreter interpreter = KindInterpreters.of(template);
        interpreter.aggregate(template, seen, newest).ifPresent(status -> template.set("status", status));
        return template;
    }

    private static ClusterStatusItem item(AggregatedStatusItem item) {
        JsonNode status = item.status();
        Health health = item.health();
        return new ClusterStatusItem(
                item.clusterName(),
                status == null ? MissingNode.getInstance() : status,
                Boolean.TRUE.equals(item.applied()),
                health == null ? Health.UNKNOWN : health);
    }
}
