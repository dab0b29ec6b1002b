package dev.flotilla.propagation;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.Condition;
import dev.flotilla.api.work.Removal;
import dev.flotilla.api.work.TargetCluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what members report into what the hub says: the binding's aggregatedStatus and FullyApplied condition, the
 * template's own status, and the end of removals that members have confirmed. Deciding again from the same reports
 * gives no effects.
 */
public final class StatusSummary {
    private final Templates templates;
    private final Interpreters interpreters;

    public StatusSummary(Templates templates, Interpreters interpreters) {
        this.templates = templates;
        this.interpreters = interpreters;
    }

    /** @param news what was seen since the last summary, at most one observation for each cluster */
    public List<Effect> decide(Snapshot snapshot, ObjectKey binding, Collection<Observation> news, Instant now) {
        return snapshot.get(binding)
                .map(found -> decide(snapshot, found, news, now))
                .orElse(List.of());
    }

    private List<Effect> decide(Snapshot snapshot, StoredObject base, Collection<Observation> news, Instant now) {
        ObjectNode tree = base.tree();
        BindingSpec spec = BindingSpec.of(tree);
        BindingStatus before = BindingStatus.of(tree);
        List<AggregatedStatusItem> items = merge(snapshot, spec, before, news);
        List<Effect> effects = new ArrayList<>();
        boolean removed = confirmRemovals(tree, spec, news);
        boolean changed = !items.equals(before.aggregatedStatus());
        if (changed) {
            writeStatus(tree, spec, before, items, now);
        }
        if (removed) {
            staysDecided(tree, before);
            effects.add(new Effect.Replace(base, tree));
        } else if (changed) {
            effects.add(new Effect.UpdateStatus(base, tree));
        }
        if (changed) {
            templates
                    .find(snapshot, spec)
                    .flatMap(template -> aggregate(template, items))
                    .ifPresent(effects::add);
        }
        return effects;
    }

    private Optional<Effect> aggregate(StoredObject template, List<AggregatedStatusItem> items) {
        ObjectNode tree = template.tree();
        ObjectNode aggregated = interpreters.aggregate(tree.deepCopy(), items);
        return aggregated.equals(tree) ? Optional.empty() : Optional.of(new Effect.UpdateStatus(template, aggregated));
    }

    /**
     * What was known, overlaid by what is new, for the clusters that have or should have a copy; in order of their
     * names.
     */
    private static List<AggregatedStatusItem> merge(
            Snapshot snapshot, BindingSpec spec, BindingStatus before, Collection<Observation> news) {
        Set<String> relevant = Stream.of(
                        spec.clusters().stream().map(TargetCluster::name),
                        spec.requiredBy().stream()
                                .flatMap(each -> each.clusters().stream())
                                .map(TargetCluster::name),
                        spec.removing().stream().map(Removal::cluster))
                .flatMap(each -> each)
                .collect(Collectors.toSet());
        TreeMap<String, AggregatedStatusItem> items = new TreeMap<>();
        before.aggregatedStatus().forEach(item -> items.put(item.clusterName(), item));
        for (Observation each : news) {
            if (each.absent()) {
                items.remove(each.cluster());
            } else {
                AggregatedStatusItem item = counted(snapshot, spec, items.get(each.cluster()), each);
                items.merge(each.cluster(), item, StatusSummary::newer);
            }
        }
        items.keySet().retainAll(relevant);
        return List.copyOf(items.values());
    }

    /** The time alone is no news. */
    private static AggregatedStatusItem newer(AggregatedStatusItem before, AggregatedStatusItem after) {
        AggregatedStatusItem sameTime = new AggregatedStatusItem(
                after.clusterName(),
                after.status(),
                after.applied(),
                after.appliedMessage(),
                after.health(),
                before.seenAt(),
                after.replicas(),
                after.replicasSince(),
                after.replicasCounted());
        return sameTime.equals(before) ? before : after;
    }

    private static AggregatedStatusItem item(Observation seen) {
        return new AggregatedStatusItem(
                seen.cluster(),
                seen.status().orElse(null),
                seen.applied(),
                seen.message(),
                seen.health(),
                seen.seenAt().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The item with the pods that were seen; where it does not tell of any, as of a lost member, those from before. */
    private static AggregatedStatusItem counted(
            Snapshot snapshot, BindingSpec spec, @Nullable AggregatedStatusItem before, Observation seen) {
        AggregatedStatusItem item = item(seen);
        Optional<ReplicasSeen> known = Optional.ofNullable(before).flatMap(ReplicasSeen::of);
        if (seen.status().isEmpty()) {
            return known.map(replicas -> replicas.in(item)).orElse(item);
        }
        return ReplicasSeen.pods(seen.status().get())
                .map(pods -> replicas(snapshot, spec, known, seen, pods).in(item))
                .orElse(item);
    }

    private static ReplicasSeen replicas(
            Snapshot snapshot, BindingSpec spec, Optional<ReplicasSeen> known, Observation seen, int pods) {
        Instant at = seen.seenAt().truncatedTo(ChronoUnit.SECONDS);
        boolean leaving = spec.removal(seen.cluster()).isPresent();
        int wanted = leaving || spec.replicas() == null
                ? pods
                : spec.target(seen.cluster()).map(TargetCluster::replicas).orElse(0);
        if (known.isEmpty()) {
            return ReplicasSeen.first(pods, wanted, at);
        }
        Optional<Instant> reportedAt = LastReport.of(snapshot, seen.cluster());
        return leaving ? known.get().leaving(pods, at, reportedAt) : known.get().then(pods, wanted, at, reportedAt);
    }

    private static void writeStatus(
            ObjectNode tree, BindingSpec spec, BindingStatus before, List<AggregatedStatusItem> items, Instant now) {
        ObjectNode status = tree.withObject("/status");
        ArrayNode written = status.putArray("aggregatedStatus");
        items.forEach(item -> written.add(RecordJson.write(item)));
        ArrayNode conditions = status.putArray("conditions");
        Condition.with(before.conditions(), fullyApplied(spec, items, now))
                .forEach(condition -> conditions.add(RecordJson.write(condition)));
    }

    private static Condition fullyApplied(BindingSpec spec, List<AggregatedStatusItem> items, Instant now) {
        List<String> missing = spec.clusters().stream()
                .map(TargetCluster::name)
                .filter(cluster -> items.stream()
                        .noneMatch(item -> item.clusterName().equals(cluster) && Boolean.TRUE.equals(item.applied())))
                .toList();
        boolean all = missing.isEmpty() && !spec.clusters().isEmpty();
        return Condition.of(
                BindingStatus.FULLY_APPLIED,
                all,
                all ? "FullyAppliedSuccess" : "FullyAppliedFailed",
                all ? "All works have been successfully applied" : "not applied yet in: " + String.join(", ", missing),
                now);
    }

    /**
     * Takes confirmed clusters out of {@code removing}, in place; a binding that is being deleted lets go of its
     * finalizer when no cluster holds a copy any more. Somebody else may have deleted it before its targets were named
     * for removal: then it still has them, and is held until they are.
     */
    private static boolean confirmRemovals(ObjectNode tree, BindingSpec spec, Collection<Observation> news) {
        Set<String> absent = news.stream()
                .filter(Observation::absent)
                .map(Observation::cluster)
                .collect(Collectors.toSet());
        List<Removal> left = spec.removing().stream()
                .filter(removal -> !absent.contains(removal.cluster()))
                .toList();
        boolean confirmed = left.size() < spec.removing().size();
        if (confirmed) {
            ArrayNode removing = tree.withObject("/spec").putArray("removing");
            left.forEach(removal -> removing.add(RecordJson.write(removal)));
            if (left.isEmpty()) {
                ((ObjectNode) tree.path("spec")).remove("removing");
            }
        }
        boolean terminating = tree.path("metadata").has("deletionTimestamp");
        boolean released = terminating && left.isEmpty() && !isTargeted(spec) && dropFinalizer(tree);
        return confirmed || released;
    }

    /** What is gone was no part of where the workload goes: if that was decided, it is. */
    private static void staysDecided(ObjectNode tree, BindingStatus before) {
        long generation = tree.path("metadata").path("generation").asLong(0);
        if (Long.valueOf(generation).equals(before.schedulerObservedGeneration())) {
            tree.withObject("/status").put("schedulerObservedGeneration", generation + 1);
        }
    }

    private static boolean isTargeted(BindingSpec spec) {
        return !spec.clusters().isEmpty()
                || spec.requiredBy().stream().anyMatch(by -> !by.clusters().isEmpty());
    }

    private static boolean dropFinalizer(ObjectNode tree) {
        ArrayNode finalizers = tree.withObject("/metadata").withArray("finalizers");
        int before = finalizers.size();
        finalizers.removeIf(each -> each.asString("").equals(Marks.REMOVAL_FINALIZER));
        return finalizers.size() < before;
    }
}
