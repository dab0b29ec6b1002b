package dev.flotilla.cli.place;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Condition;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.cli.place.PlacedWorkload.Outcome;
import dev.flotilla.placement.binding.PlacementReconciler;
import dev.flotilla.placement.explain.Explainer;
import dev.flotilla.placement.explain.WorkloadExplanation;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads off a snapshot where everything goes that was decided about. */
final class Placements {
    private static final int ABSENT_MAX = 5;

    private final Snapshot snapshot;
    private final ResourceCatalog catalog;
    private final boolean explained;
    private final Explainer explainer = new Explainer();

    /** @param explained whether every placement is to come with its explanation */
    Placements(Snapshot snapshot, ResourceCatalog catalog, boolean explained) {
        this.snapshot = snapshot;
        this.catalog = catalog;
        this.explained = explained;
    }

    /** Where each template that has a binding goes: replicas by cluster. */
    Map<ObjectKey, SortedMap<String, Integer>> clusters() {
        Map<ObjectKey, SortedMap<String, Integer>> clusters = new LinkedHashMap<>();
        bindings().forEach((template, binding) -> clusters.put(template, clusters(BindingSpec.of(binding.tree()))));
        return clusters;
    }

    /**
     * Everything that has a binding, and of what was given also what has none but may be propagated.
     *
     * @param given keys of objects that the answer must not leave out
     * @param before where each template was before the change that is asked about; empty if none is
     */
    List<PlacedWorkload> all(Collection<ObjectKey> given, Optional<Map<ObjectKey, SortedMap<String, Integer>>> before) {
        Map<ObjectKey, StoredObject> bindings = bindings();
        Stream<PlacedWorkload> bound = bindings.entrySet().stream()
                .flatMap(each -> snapshot.get(each.getKey()).stream()
                        .map(template -> bound(template, each.getValue().tree())
                                .comparedTo(before.map(then -> then.get(each.getKey()))
                                        .orElse(null))));
        Stream<PlacedWorkload> unbound = given.stream()
                .distinct()
                .filter(key -> PlacementReconciler.propagates(key) && !bindings.containsKey(key))
                .flatMap(key -> snapshot.get(key).stream())
                .map(this::unbound);
        return Stream.concat(bound, unbound)
                .sorted(Comparator.comparing(workload -> String.join("\u0000", workload.order())))
                .toList();
    }

    private Map<ObjectKey, StoredObject> bindings() {
        Map<ObjectKey, StoredObject> bindings = new LinkedHashMap<>();
        Stream.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING)
                .flatMap(snapshot::list)
                .forEach(binding -> template(binding).ifPresent(key -> bindings.put(key, binding)));
        return bindings;
    }

    private Optional<ObjectKey> template(StoredObject binding) {
        return Optional.ofNullable(BindingSpec.of(binding.tree()).resource()).flatMap(this::key);
    }

    private Optional<ObjectKey> key(ObjectReference resource) {
        return catalog.forKind(resource.apiVersion(), resource.kind())
                .map(type ->
                        new ObjectKey(type.resource(), type.namespaced() ? resource.namespace() : "", resource.name()));
    }

    private static SortedMap<String, Integer> clusters(BindingSpec spec) {
        SortedMap<String, Integer> clusters = new TreeMap<>();
        spec.clusters().forEach(target -> clusters.put(target.name(), target.replicas()));
        return clusters;
    }

    private PlacedWorkload bound(StoredObject template, ObjectNode binding) {
        BindingSpec spec = BindingSpec.of(binding);
        Optional<Condition> scheduled = BindingStatus.of(binding).condition(BindingStatus.SCHEDULED);
        boolean placed = scheduled.map(Condition::isTrue).orElse(false);
        return new PlacedWorkload(
                template.head().apiVersion(),
                template.head().kind(),
                template.key().namespace(),
                template.key().name(),
                policy(binding),
                spec.replicas(),
                null,
                clusters(spec),
                placed ? Outcome.PLACED : scheduled.isPresent() ? Outcome.UNPLACED : Outcome.NOT_PROPAGATED,
                scheduled.map(Condition::reason).orElse("Waiting"),
                scheduled
                        .map(condition -> condition.message() + (placed ? "" : absent(binding)))
                        .orElseGet(() -> waiting(template)),
                explained ? explanation(template) : null);
    }

    /** A name that no cluster has is the commonest mistake there is. */
    private String absent(ObjectNode binding) {
        JsonNode placement = binding.at("/spec/placement");
        List<String> absent = Stream.concat(
                        Stream.of(placement.path("clusterAffinity")),
                        placement.path("clusterAffinities").valueStream())
                .flatMap(affinity -> affinity.path("clusterNames").valueStream())
                .map(name -> name.asString(""))
                .distinct()
                .filter(name -> snapshot.get(Cluster.key(name)).isEmpty())
                .toList();
        return absent.isEmpty()
                ? ""
                : " Its policy names clusters that are not in the fleet: "
                        + absent.stream().limit(ABSENT_MAX).collect(Collectors.joining(", "))
                        + (absent.size() > ABSENT_MAX ? " and " + (absent.size() - ABSENT_MAX) + " more." : ".");
    }

    private String waiting(StoredObject template) {
        List<String> waiting = explanation(template).waiting();
        return waiting.isEmpty() ? "it has not been scheduled" : String.join("; ", waiting);
    }

    private static String policy(JsonNode binding) {
        JsonNode annotations = binding.path("metadata").path("annotations");
        String name = annotations.path(Marks.POLICY_NAME).asString("");
        String wide = annotations.path(Marks.CLUSTER_POLICY_NAME).asString("");
        if (!name.isEmpty()) {
            return "PropagationPolicy "
                    + annotations.path(Marks.POLICY_NAMESPACE).asString("") + "/" + name;
        }
        return wide.isEmpty() ? "" : "ClusterPropagationPolicy " + wide;
    }

    private PlacedWorkload unbound(StoredObject template) {
        WorkloadExplanation explanation = explanation(template);
        boolean waits = !explanation.waiting().isEmpty();
        return new PlacedWorkload(
                template.head().apiVersion(),
                template.head().kind(),
                template.key().namespace(),
                template.key().name(),
                explanation.policy() == null ? "" : explanation.policy().policy(),
                replicas(template),
                null,
                new TreeMap<>(),
                Outcome.NOT_PROPAGATED,
                waits ? "Waiting" : "NoPolicy",
                waits ? String.join("; ", explanation.waiting()) : explanation.now(),
                explained ? explanation : null);
    }

    private static @Nullable Integer replicas(StoredObject template) {
        JsonNode replicas = template.tree().at("/spec/replicas");
        return replicas.isInt() ? Integer.valueOf(replicas.asInt()) : null;
    }

    private WorkloadExplanation explanation(StoredObject template) {
        return explainer
                .explain(snapshot, template.key(), (_, _, _) -> Optional.empty())
                .orElseThrow();
    }
}
