package dev.flotilla.hub.query;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.dr.LossForecast;
import dev.flotilla.placement.binding.BindingKeys;
import dev.flotilla.placement.explain.Explainer;
import dev.flotilla.placement.explain.WorkloadExplanation;
import dev.flotilla.propagation.RemovalHold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a workload is and why, with what else keeps it there: what removals wait for, and what eviction makes of copies
 * in clusters that are not ready. Pure but for what it remembers to save work; thread-safe.
 */
public final class Explanations {
    private final Explainer explainer = new Explainer();

    /** Empty if there is no such object. */
    public Optional<WorkloadExplanation> of(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key).flatMap(template -> {
            Set<String> unseen = unseen(snapshot);
            RemovalHold hold = new RemovalHold();
            ObjectKey binding = BindingKeys.of(key, template.head().kind());
            return explainer
                    .explain(
                            snapshot,
                            key,
                            (spec, status, removal) -> hold.of(snapshot, spec, status, removal, Optional.of(template))
                                    .or(() -> unseen.contains(removal.cluster())
                                            ? Optional.of(
                                                    "the member cannot be seen; the copy is deleted when it is back")
                                            : Optional.empty()))
                    .map(explanation -> placedIn(snapshot, binding, unseen)
                            ? explanation.waitingAlso(held(snapshot, binding, unseen, now))
                            : explanation);
        });
    }

    /** Clusters that are not ready. */
    private static Set<String> unseen(Snapshot snapshot) {
        return snapshot.list(Cluster.RESOURCE)
                .map(Cluster::of)
                .filter(cluster -> !cluster.status().ready())
                .map(Cluster::name)
                .collect(Collectors.toSet());
    }

    /** A forecast looks at every workload there is; most of the time none is needed. */
    private static boolean placedIn(Snapshot snapshot, ObjectKey binding, Set<String> clusters) {
        return !clusters.isEmpty()
                && snapshot.get(binding).map(StoredObject::tree).stream()
                        .flatMap(tree -> tree.at("/spec/clusters").valueStream())
                        .anyMatch(
                                target -> clusters.contains(target.path("name").asString("")));
    }

    /** What eviction makes of the copies in clusters that are not ready. */
    private static List<String> held(Snapshot snapshot, ObjectKey binding, Set<String> unseen, Instant now) {
        LossForecast forecast = LossForecast.of(snapshot, unseen, now);
        List<String> held = new ArrayList<>();
        List<LossForecast.Fate> own = forecast.fates().stream()
                .filter(fate -> fate.binding().equals(binding))
                .toList();
        for (LossForecast.Fate fate : own) {
            Set<String> there = fate.before().keySet().stream()
                    .filter(unseen::contains)
                    .collect(Collectors.toCollection(TreeSet::new));
            String lead = "its copies in " + String.join(", ", there) + ", not ready: ";
            held.add(lead
                    + switch (fate.outcome()) {
                        case MOVES ->
                            forecast.heldBack()
                                    .orElse("they leave for " + placed(fate.after()) + " once the hub is sure of the"
                                            + " loss");
                        case STAYS, UNPLACED -> "they stay meant for there: " + fate.why();
                    });
        }
        return held;
    }

    private static String placed(SortedMap<String, Integer> replicas) {
        return replicas.isEmpty()
                ? "nowhere"
                : replicas.entrySet().stream()
                        .map(each -> each.getValue() > 0 ? each.getKey() + ":" + each.getValue() : each.getKey())
                        .collect(Collectors.joining(" "));
    }
}
