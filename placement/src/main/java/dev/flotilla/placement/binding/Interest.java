package dev.flotilla.placement.binding;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.policy.PlacementReader;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which changes of clusters matter to one binding.
 *
 * @param clusters those it is in, or is leaving
 * @param open whether it would take a cluster that is new to it: because it lacks a place, or because it goes wherever
 *     its placement lets it
 * @param unplaced whether it lacks a place for all of its replicas
 */
record Interest(StoredObject binding, Set<String> clusters, boolean open, boolean unplaced, PlacementRules rules) {

    static Interest of(StoredObject binding) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        PlacementRules rules = PlacementReader.read(tree.path("spec").path("placement"));
        boolean unplaced = BindingStatus.of(tree)
                .condition(BindingStatus.SCHEDULED)
                .map(condition -> !condition.isTrue())
                .orElse(true);
        return new Interest(
                binding,
                spec.concerned().collect(Collectors.toUnmodifiableSet()),
                unplaced || spec.replicas() == null || rules.strategy() == Strategy.DUPLICATED,
                unplaced,
                rules);
    }

    boolean concernedBy(Optional<FleetCluster> cluster) {
        return cluster.isPresent()
                && (clusters.contains(cluster.get().name()) || (open && rules.mayTake(cluster.get())));
    }

    boolean wantsRoom() {
        return unplaced;
    }
}
