package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which changes of clusters matter to one binding.
 *
 * @param clusters those it is in, or is leaving
 * @param unplaced whether it lacks a place for all of its replicas
 * @param divided whether its replicas are dealt out, so that it stays where it is unless something asks for a move
 * @param placement that its clusters are chosen by, as written; equal texts for equal placements
 * @param applied all that the last decision went by: the placement, and what its policy says beside it
 */
record Interest(
        StoredObject binding,
        Set<String> clusters,
        boolean unplaced,
        boolean divided,
        String placement,
        String applied) {

    static Interest of(StoredObject binding) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        JsonNode placement = tree.path("spec").path("placement");
        return new Interest(
                binding,
                spec.concerned().collect(Collectors.toUnmodifiableSet()),
                unplaced(tree),
                spec.replicas() != null,
                placement.isObject() ? placement.toString() : "{}",
                tree.path("metadata")
                        .path("annotations")
                        .path(Marks.APPLIED_PLACEMENT)
                        .asString(""));
    }

    /** Equal for bindings that a cluster means the same to. */
    String group() {
        return placement + "\n" + applied;
    }

    /** Whether the scheduler found no place for all of it, or was not asked yet. */
    static boolean unplaced(JsonNode binding) {
        return BindingStatus.of(binding)
                .condition(BindingStatus.SCHEDULED)
                .map(condition -> !condition.isTrue())
                .orElse(true);
    }
}
