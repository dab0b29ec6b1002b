package dev.flotilla.dr.run;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Availability;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.dr.BeforeEviction;
import dev.flotilla.dr.BoundWorkload;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A binding as a run sees it.
 *
 * @param runs it runs something: it has replicas, or is of a kind that has pods without counting them
 * @param placement clusters and replicas
 * @param moved where it was before it was evicted, if it was
 */
record RunWorkload(
        BoundWorkload bound,
        boolean runs,
        ObjectReference reference,
        BindingSpec spec,
        BindingStatus status,
        SortedMap<String, Integer> placement,
        Optional<BeforeEviction> moved) {
    private static final Set<String> UNCOUNTED = Set.of("DaemonSet", "CronJob", "Pod");
    private static final ObjectReference NOTHING = new ObjectReference("", "", "", "", "", "");

    static RunWorkload of(StoredObject binding) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        @Nullable ObjectReference named = spec.resource();
        ObjectReference reference = named == null ? NOTHING : named;
        return new RunWorkload(
                BoundWorkload.of(binding),
                spec.placement() != null && (spec.replicas() != null || UNCOUNTED.contains(reference.kind())),
                reference,
                spec,
                BindingStatus.of(tree),
                BeforeEviction.placement(tree),
                BeforeEviction.of(tree));
    }

    /** {@code namespace/Kind/name}. */
    String label() {
        String kindAndName = reference.kind() + "/" + reference.name();
        return reference.namespace().isEmpty() ? kindAndName : reference.namespace() + "/" + kindAndName;
    }

    Stream<String> targets() {
        return spec.clusters().stream().map(TargetCluster::name);
    }

    boolean isIn(Set<String> clusters) {
        return targets().anyMatch(clusters::contains);
    }

    Optional<String> missing(Predicate<String> counts) {
        return Availability.missing(spec, status, counts);
    }

    /** The object that the binding is for. */
    Optional<StoredObject> template(Snapshot snapshot) {
        String version = reference.apiVersion();
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return snapshot.resources().stream()
                .filter(resource -> resource.group().equals(group))
                .flatMap(resource ->
                        snapshot.get(new ObjectKey(resource, reference.namespace(), reference.name())).stream())
                .filter(object -> object.head().kind().equals(reference.kind()))
                .findFirst();
    }
}
