package dev.flotilla.cli.place;

import dev.flotilla.placement.explain.WorkloadExplanation;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where one object goes.
 *
 * @param policy that it follows, as messages name it; empty if none selects it
 * @param replicas null for what has none
 * @param before replicas by cluster before the change that is asked about; null if none is, or the object is new
 * @param clusters replicas by cluster; 0 for what has none
 * @param reason of the binding's {@code Scheduled} condition; {@code NoPolicy} or {@code Waiting} without a binding
 * @param message the decision in a sentence
 * @param explanation null unless it was asked for
 */
record PlacedWorkload(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        String policy,
        @Nullable Integer replicas,
        @Nullable SortedMap<String, Integer> before,
        SortedMap<String, Integer> clusters,
        Outcome outcome,
        String reason,
        String message,
        @Nullable WorkloadExplanation explanation) {

    enum Outcome {
        PLACED,
        UNPLACED,
        /** It is not to go anywhere: no policy selects it, or the one that does waits. */
        NOT_PROPAGATED
    }

    PlacedWorkload {
        clusters = new TreeMap<>(clusters);
    }

    PlacedWorkload comparedTo(@Nullable SortedMap<String, Integer> earlier) {
        return new PlacedWorkload(
                apiVersion,
                kind,
                namespace,
                name,
                policy,
                replicas,
                earlier,
                clusters,
                outcome,
                reason,
                message,
                explanation);
    }

    boolean changed() {
        return !Objects.equals(before, clusters);
    }

    /** As {@code shop/Deployment/cart}. */
    String display() {
        return (namespace.isEmpty() ? "" : namespace + "/") + kind + "/" + name;
    }

    /** In the order in which they are shown. */
    List<String> order() {
        return List.of(namespace, kind, name);
    }
}
