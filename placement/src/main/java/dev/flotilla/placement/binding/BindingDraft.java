package dev.flotilla.placement.binding;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Removal;
import dev.flotilla.placement.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A binding as placement wants it, under construction: begins as what is stored, or as a new one. Touches only what
 * placement owns; everything else in the object stays as it was found.
 */
final class BindingDraft {
    private static final List<String> FROM_POLICY =
            List.of("placement", "propagateDeps", "failover", "preserveResourcesOnDeletion");

    private final ObjectKey key;
    private final Optional<StoredObject> stored;
    private final ObjectNode before;
    private final BindingSpec specBefore;
    private final BindingStatus statusBefore;
    private final ObjectNode tree;

    private BindingDraft(ObjectKey key, Optional<StoredObject> stored) {
        this.key = key;
        this.stored = stored;
        this.before = stored.map(StoredObject::tree)
                .orElseGet(() -> ObjectJson.mapper().createObjectNode());
        this.specBefore = BindingSpec.of(before);
        this.statusBefore = BindingStatus.of(before);
        this.tree = before.deepCopy();
    }

    static BindingDraft of(ObjectKey key, Optional<StoredObject> stored) {
        return new BindingDraft(key, stored);
    }

    ObjectKey key() {
        return key;
    }

    Optional<StoredObject> stored() {
        return stored;
    }

    ObjectNode tree() {
        return tree;
    }

    ObjectNode spec() {
        return tree.withObject("/spec");
    }

    ObjectNode metadata() {
        return tree.withObject("/metadata");
    }

    /**
     * The binding's metadata and reference for its template; what it names is refreshed only when something else is.
     */
    BindingDraft owned(StoredObject template) {
        boolean cluster = key.resource().equals(BindingKinds.CLUSTER_RESOURCE_BINDING);
        tree.put("apiVersion", "work.karmada.io/v1alpha2");
        tree.put("kind", cluster ? "ClusterResourceBinding" : "ResourceBinding");
        ObjectNode metadata = metadata();
        metadata.put("name", key.name());
        if (!cluster) {
            metadata.put("namespace", key.namespace());
        }
        String idLabel = cluster ? Marks.CLUSTER_BINDING_ID : Marks.BINDING_ID;
        if (!template.head().uid().equals(ownerUid()) || !labels().has(idLabel)) {
            labels().put(idLabel, permanentId(template));
        }
        owner(template);
        finalizer();
        return this;
    }

    private String ownerUid() {
        return stored.flatMap(object -> object.head().owners().stream().findFirst())
                .map(owner -> owner.uid())
                .orElse("");
    }

    /** The same for the same template in every life of the hub. */
    private String permanentId(StoredObject template) {
        byte[] name = (template.head().uid() + "/" + key.path()).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }

    private void owner(StoredObject template) {
        ObjectNode owner = metadata().arrayNode().addObject();
        owner.put("apiVersion", template.head().apiVersion());
        owner.put("kind", template.head().kind());
        owner.put("name", template.key().name());
        owner.put("uid", template.head().uid());
        owner.put("controller", true);
        owner.put("blockOwnerDeletion", true);
        metadata().putArray("ownerReferences").add(owner);
    }

    private void finalizer() {
        ArrayNode finalizers = metadata().withArrayProperty("finalizers");
        for (JsonNode finalizer : finalizers) {
            if (finalizer.asString("").equals(Marks.REMOVAL_FINALIZER)) {
                return;
            }
        }
        finalizers.add(Marks.REMOVAL_FINALIZER);
    }

    /**
     * Lets a binding go that no member holds a copy of any more.
     *
     * @return whether it was still held
     */
    boolean release() {
        ArrayNode finalizers = metadata().withArrayProperty("finalizers");
        int held = finalizers.size();
        finalizers.removeIf(each -> each.asString("").equals(Marks.REMOVAL_FINALIZER));
        return finalizers.size() < held;
    }

    ObjectNode labels() {
        return metadata().withObjectProperty("labels");
    }

    ObjectNode annotations() {
        return metadata().withObjectProperty("annotations");
    }

    BindingDraft claimedBy(Optional<Policy> policy) {
        Claim.write(policy, metadata());
        return this;
    }

    /** Copies what the policy says of its workloads. */
    BindingDraft following(Policy policy) {
        ObjectNode spec = spec();
        for (String field : FROM_POLICY) {
            set(spec, field, policy.tree().path(field));
        }
        JsonNode conflict = policy.tree().path("conflictResolution");
        if (policy.hints().isEmpty()) {
            annotations().remove(Marks.SCHEDULING);
        } else {
            annotations().put(Marks.SCHEDULING, policy.hints());
        }
        spec.put("conflictResolution", conflict.asString("Abort"));
        spec.put("schedulerName", policy.tree().path("schedulerName").asString("default-scheduler"));
        suspension(policy.tree().path("suspension"));
        return this;
    }

    private void suspension(JsonNode wanted) {
        JsonNode scheduling = spec().path("suspension").path("scheduling");
        set(spec(), "suspension", wanted);
        if (scheduling.isBoolean()) {
            spec().withObjectProperty("suspension").set("scheduling", scheduling);
        }
    }

    BindingDraft priority(int value) {
        spec().putObject("schedulePriority").put("priority", value);
        return this;
    }

    BindingDraft noPriority() {
        spec().remove("schedulePriority");
        return this;
    }

    BindingDraft replicas(Optional<Replicas> replicas) {
        spec().remove(List.of("replicas", "replicaRequirements"));
        replicas.ifPresent(some -> {
            spec().put("replicas", some.count());
            some.requirements().ifPresent(needed -> spec().set("replicaRequirements", needed));
        });
        return this;
    }

    /** The groups of workloads to be with, and apart from, by the template's labels that the placement names. */
    BindingDraft affinityGroups(Map<String, String> templateLabels) {
        JsonNode affinity = spec().path("placement").path("workloadAffinity");
        ObjectNode groups = tree.objectNode();
        group(affinity.path("affinity"), templateLabels).ifPresent(group -> groups.put("affinityGroup", group));
        group(affinity.path("antiAffinity"), templateLabels).ifPresent(group -> groups.put("antiAffinityGroup", group));
        if (groups.isEmpty()) {
            spec().remove("workloadAffinityGroups");
        } else {
            spec().set("workloadAffinityGroups", groups);
        }
        return this;
    }

    private static Optional<String> group(JsonNode term, Map<String, String> labels) {
        String key = term.path("groupByLabelKey").asString("");
        return Optional.ofNullable(labels.get(key)).map(value -> key + "=" + value);
    }

    /** Which version of the template this was decided from; alone it is no reason to write. */
    BindingDraft reference(StoredObject template) {
        ObjectNode resource = tree.objectNode();
        resource.put("apiVersion", template.head().apiVersion());
        resource.put("kind", template.head().kind());
        if (!template.key().namespace().isEmpty()) {
            resource.put("namespace", template.key().namespace());
        }
        resource.put("name", template.key().name());
        resource.put("uid", template.head().uid());
        JsonNode known = spec().path("resource").path("resourceVersion");
        resource.set(
                "resourceVersion",
                known.isMissingNode() ? resource.stringNode(String.valueOf(template.resourceVersion())) : known);
        spec().set("resource", resource);
        if (specDiffers()) {
            resource.put("resourceVersion", String.valueOf(template.resourceVersion()));
        }
        return this;
    }

    /** Where the workload goes from here on; what it leaves is marked for removal, for the reason given. */
    BindingDraft clusters(
            Map<String, Integer> replicas, boolean workload, Predicate<String> exists, Leaving leaving, Instant now) {
        ArrayNode targets = tree.arrayNode();
        new TreeMap<>(replicas).forEach((name, count) -> {
            ObjectNode target = targets.addObject().put("name", name);
            if (workload) {
                target.put("replicas", count);
            }
        });
        set(spec(), "clusters", targets);
        List<JsonNode> removals = new ArrayList<>();
        specBefore
                .removingOnceIn(replicas.keySet(), exists, leaving::why, now)
                .forEach(removal -> removals.add(RecordJson.write(removal)));
        set(spec(), "removing", tree.arrayNode().addAll(removals));
        return this;
    }

    /** Why the workload leaves a cluster. */
    @FunctionalInterface
    interface Leaving {
        Removal.Why why(String cluster);
    }

    private static void set(ObjectNode into, String field, JsonNode value) {
        boolean nothing = value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty());
        if (nothing) {
            into.remove(field);
        } else {
            into.set(field, value.deepCopy());
        }
    }

    /** The spec as it is stored; empty of everything if nothing is. */
    BindingSpec was() {
        return specBefore;
    }

    /** The status as it is stored. */
    BindingStatus statusWas() {
        return statusBefore;
    }

    boolean specDiffers() {
        return !JsonTrees.same(before.path("spec"), tree.path("spec"));
    }

    boolean differs() {
        return !JsonTrees.same(before, tree);
    }

    /** The generation this will have once it is stored. */
    long generation() {
        return stored.map(object -> object.head().generation() + (specDiffers() ? 1 : 0))
                .orElse(1L);
    }
}
