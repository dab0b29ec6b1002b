package dev.flotilla.propagation;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.Condition;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.propagation.override.OverrideException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Work objects: computed from bindings, templates and override policies, and stored nowhere. Every node, asked for
 * the same snapshot, gives the same. A Work's resourceVersion is the highest of what it is computed from.
 */
public final class WorkView {
    private final Templates templates;
    private final Rendering rendering;

    public WorkView(Templates templates, Rendering rendering) {
        this.templates = templates;
        this.rendering = rendering;
    }

    public GroupResource resource() {
        return BindingKinds.WORK;
    }

    /** The types whose changes bring about a change of a Work; templates' changes arrive through their bindings. */
    public Set<GroupResource> inputs() {
        return Set.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING);
    }

    public Optional<StoredObject> get(Snapshot snapshot, ObjectKey key) {
        String cluster = ResourceNames.executionCluster(key.namespace());
        int hash = key.name().lastIndexOf('-');
        if (cluster.isEmpty() || hash < 0) {
            return Optional.empty();
        }
        String prefix = key.name().substring(0, hash + 1);
        return bindings(snapshot)
                .filter(binding -> binding.key().name().startsWith(prefix))
                .filter(binding -> workName(BindingSpec.of(binding.tree())).equals(Optional.of(key.name())))
                .flatMap(binding -> work(snapshot, binding, cluster).stream())
                .findFirst();
    }

    /**
     * In key order.
     *
     * @param namespace empty for all
     * @param after Works after this key alone; from the start if it is null
     */
    public Stream<StoredObject> list(Snapshot snapshot, String namespace, @Nullable ObjectKey after) {
        TreeMap<ObjectKey, StoredObject> bindingOf = new TreeMap<>();
        bindings(snapshot)
                .forEach(binding -> keys(binding)
                        .filter(key -> namespace.isEmpty() || key.namespace().equals(namespace))
                        .filter(key -> after == null || key.compareTo(after) > 0)
                        .forEach(key -> bindingOf.put(key, binding)));
        return bindingOf.entrySet().stream()
                .flatMap(
                        entry -> work(
                                snapshot,
                                entry.getValue(),
                                ResourceNames.executionCluster(entry.getKey().namespace()))
                                .stream());
    }

    /** The keys of the Works that a change may concern, before it and after it. */
    public Stream<ObjectKey> concerns(Change change) {
        return inputs().contains(change.key().resource())
                ? Stream.of(change.before(), change.after())
                        .filter(Objects::nonNull)
                        .flatMap(WorkView::keys)
                        .distinct()
                : Stream.of();
    }

    /** Why the Work cannot be written, and what to write instead; empty if no such Work is computed. */
    public Optional<String> refusesWrite(Snapshot snapshot, ObjectKey key) {
        return get(snapshot, key).map(work -> {
            JsonNode annotations = work.tree().path("metadata").path("annotations");
            String namespace = annotations.path(Marks.BINDING_NAMESPACE).asString("");
            String name = annotations
                    .path(namespace.isEmpty() ? Marks.CLUSTER_BINDING_NAME : Marks.BINDING_NAME)
                    .asString("");
            return "it is computed from "
                    + (namespace.isEmpty()
                            ? "ClusterResourceBinding " + name
                            : "ResourceBinding " + namespace + "/" + name)
                    + "; change the resource template, its policy or an override policy instead";
        });
    }

    private static Stream<StoredObject> bindings(Snapshot snapshot) {
        return Stream.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING)
                .flatMap(snapshot::list);
    }

    private static Stream<ObjectKey> keys(StoredObject binding) {
        BindingSpec spec = BindingSpec.of(binding.tree());
        return workName(spec).stream()
                .flatMap(name -> spec.concerned()
                        .map(cluster ->
                                new ObjectKey(BindingKinds.WORK, ResourceNames.executionNamespace(cluster), name)));
    }

    private static Optional<String> workName(BindingSpec spec) {
        ObjectReference bound = spec.resource();
        return bound == null
                ? Optional.empty()
                : Optional.of(ResourceNames.work(AssignedQuota.copyKind(bound), bound.namespace(), bound.name()));
    }

    private Optional<StoredObject> work(Snapshot snapshot, StoredObject binding, String cluster) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        Optional<String> name = workName(spec);
        if (name.isEmpty() || spec.concerned().noneMatch(cluster::equals)) {
            return Optional.empty();
        }
        ObjectKey key = new ObjectKey(BindingKinds.WORK, ResourceNames.executionNamespace(cluster), name.get());
        ObjectNode work = ObjectJson.mapper().createObjectNode();
        work.put("apiVersion", "work.karmada.io/v1alpha1").put("kind", "Work");
        metadata(work.putObject("metadata"), key, binding, tree);
        Optional<String> failure = spec(snapshot, work, spec, cluster);
        BindingStatus.of(tree)
                .of(cluster)
                .ifPresent(item -> status(work.putObject("status"), snapshot, spec, item, failure));
        return Optional.of(StoredObject.of(key, version(snapshot, binding, spec, cluster), ObjectJson.encode(work)));
    }

    private static void metadata(ObjectNode metadata, ObjectKey key, StoredObject binding, ObjectNode tree) {
        String identity = binding.head().uid() + "/" + key.path();
        metadata.put("name", key.name()).put("namespace", key.namespace());
        metadata.put(
                "uid",
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString());
        metadata.put("generation", Math.max(1, binding.head().generation()));
        metadata.set("creationTimestamp", tree.path("metadata").path("creationTimestamp"));
        boolean namespaced = !binding.key().namespace().isEmpty();
        String idLabel = namespaced ? Marks.BINDING_ID : Marks.CLUSTER_BINDING_ID;
        String id = binding.head().labels().getOrDefault(idLabel, binding.head().uid());
        metadata.putObject("labels").put(idLabel, id);
        ObjectNode annotations = metadata.putObject("annotations");
        if (namespaced) {
            annotations.put(Marks.BINDING_NAMESPACE, binding.key().namespace());
            annotations.put(Marks.BINDING_NAME, binding.key().name());
        } else {
            annotations.put(Marks.CLUSTER_BINDING_NAME, binding.key().name());
        }
    }

    /** @return why there is no manifest to show; empty if there is one, or none is wanted */
    private Optional<String> spec(Snapshot snapshot, ObjectNode work, BindingSpec spec, String cluster) {
        ObjectNode fields = work.putObject("spec");
        ArrayNode manifests = fields.putObject("workload").putArray("manifests");
        if (spec.suspension() != null && spec.suspension().holdsDispatching(cluster)) {
            fields.put("suspendDispatching", true);
        }
        if (spec.preserves()) {
            fields.put("preserveResourcesOnDeletion", true);
        }
        Optional<StoredObject> template = templates.find(snapshot, spec);
        if (template.isEmpty()) {
            return Optional.empty();
        }
        try {
            Rendering.Unstamped unstamped = rendering.unstamped(snapshot, spec, template.get(), cluster);
            manifests.add(unstamped.manifest());
            ObjectNode annotations = (ObjectNode) work.path("metadata").path("annotations");
            unstamped.overridden().policies().stream()
                    .reduce((left, right) -> left + "," + right)
                    .ifPresent(names -> annotations.put(Marks.APPLIED_OVERRIDES, names));
            unstamped.overridden().clusterPolicies().stream()
                    .reduce((left, right) -> left + "," + right)
                    .ifPresent(names -> annotations.put(Marks.APPLIED_CLUSTER_OVERRIDES, names));
            return Optional.empty();
        } catch (OverrideException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private void status(
            ObjectNode status,
            Snapshot snapshot,
            BindingSpec spec,
            AggregatedStatusItem item,
            Optional<String> failure) {
        boolean applied = Boolean.TRUE.equals(item.applied()) && failure.isEmpty();
        Instant seen = item.seenAt() == null ? Instant.EPOCH : item.seenAt();
        String message = applied
                ? "Manifest has been successfully applied"
                : failure.orElse(item.appliedMessage().isEmpty() ? "not applied yet" : item.appliedMessage());
        String reason = applied ? "AppliedSuccessful" : "AppliedFailed";
        status.putArray("conditions").add(RecordJson.write(Condition.of("Applied", applied, reason, message, seen)));
        Optional<ResourceType> type = templates.copyType(snapshot, spec);
        ObjectReference bound = spec.resource();
        if (type.isEmpty() || bound == null) {
            return;
        }
        ObjectNode manifest = status.putArray("manifestStatuses").addObject();
        ObjectNode identifier = manifest.putObject("identifier").put("ordinal", 0);
        identifier.put("group", type.get().group()).put("version", type.get().version());
        identifier.put("kind", type.get().kind()).put("resource", type.get().plural());
        identifier.put("namespace", bound.namespace()).put("name", bound.name());
        JsonNode written = RecordJson.write(item);
        if (written.has("status")) {
            manifest.set("status", written.get("status"));
        }
        if (written.has("health")) {
            manifest.set("health", written.get("health"));
        }
    }

    private long version(Snapshot snapshot, StoredObject binding, BindingSpec spec, String cluster) {
        Optional<StoredObject> template = templates.find(snapshot, spec);
        long inputs = template.map(found -> {
                    try {
                        return rendering
                                .unstamped(snapshot, spec, found, cluster)
                                .newestInput();
                    } catch (OverrideException failed) {
                        return found.resourceVersion();
                    }
                })
                .orElse(0L);
        return Math.max(binding.resourceVersion(), inputs);
    }
}
