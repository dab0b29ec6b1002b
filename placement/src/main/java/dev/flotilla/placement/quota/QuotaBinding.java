package dev.flotilla.placement.quota;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Condition;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.api.work.Removal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The binding that brings a FederatedResourceQuota's shares to the clusters they are assigned to, and takes them away
 * again: the same object as for a workload, so that propagation, removal and the report of what members hold are the
 * same. No policy places it.
 */
final class QuotaBinding {
    private static final String API_VERSION = "policy.karmada.io/v1alpha1";
    private static final String KIND = "FederatedResourceQuota";

    private QuotaBinding() {}

    static ObjectKey key(ObjectKey quota) {
        return new ObjectKey(
                BindingKinds.RESOURCE_BINDING, quota.namespace(), ResourceNames.binding(KIND, quota.name()));
    }

    /** The quota that a binding is for; empty if it is for something else. */
    static Optional<ObjectKey> quota(StoredObject binding) {
        return binding.head().owners().stream()
                .filter(owner -> owner.controller()
                        && owner.kind().equals(KIND)
                        && owner.apiVersion().equals(API_VERSION))
                .map(owner -> new ObjectKey(QuotaLedger.QUOTAS, binding.key().namespace(), owner.name()))
                .findFirst();
    }

    /**
     * What makes the binding name these clusters; empty if it does, or if there is none and none is needed.
     *
     * @param quota that exists and is to stay
     * @param wanted clusters of the fleet that are assigned a share, and are to stay
     * @param exists whether a cluster is in the fleet; from one that is not nothing need be removed
     */
    static Optional<Effect> follow(
            StoredObject quota,
            Optional<StoredObject> stored,
            SortedSet<String> wanted,
            Predicate<String> exists,
            Instant now) {
        if (stored.isEmpty()) {
            return wanted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Effect.Create(key(quota.key()), fresh(quota, wanted, now)));
        }
        ObjectNode tree = stored.get().tree();
        own(tree, quota);
        retarget(tree, wanted, exists, Removal.Why.POLICY_GONE, now);
        return changed(stored.get(), tree);
    }

    /** What takes every share away, and then the binding of a quota that is gone. */
    static Optional<Effect> withdraw(StoredObject binding, Predicate<String> exists, Instant now) {
        ObjectNode tree = binding.tree();
        retarget(tree, new TreeSet<>(), exists, Removal.Why.TEMPLATE_DELETED, now);
        Optional<Effect> retargeted = changed(binding, tree);
        if (retargeted.isPresent()) {
            return retargeted;
        }
        if (!binding.head().terminating()) {
            return Optional.of(new Effect.Delete(binding));
        }
        boolean held = !BindingSpec.of(tree).removing().isEmpty();
        ArrayNode finalizers = tree.withObject("/metadata").withArrayProperty("finalizers");
        boolean dropped = !held
                && finalizers.valueStream().anyMatch(each -> each.asString("").equals(Marks.REMOVAL_FINALIZER));
        finalizers.removeIf(each -> each.asString("").equals(Marks.REMOVAL_FINALIZER));
        return dropped ? Optional.of(new Effect.Replace(binding, tree)) : Optional.empty();
    }

    private static Optional<Effect> changed(StoredObject binding, ObjectNode tree) {
        return tree.equals(binding.tree()) ? Optional.empty() : Optional.of(new Effect.Replace(binding, tree));
    }

    private static ObjectNode fresh(StoredObject quota, SortedSet<String> clusters, Instant now) {
        ObjectKey key = key(quota.key());
        ObjectNode tree = ObjectJson.mapper().createObjectNode();
        tree.put("apiVersion", "work.karmada.io/v1alpha2").put("kind", "ResourceBinding");
        tree.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        own(tree, quota);
        retarget(tree, clusters, _ -> true, Removal.Why.POLICY_GONE, now);
        String message = KIND + " " + quota.key().name() + " assigns shares to its clusters";
        tree.putObject("status")
                .putArray("conditions")
                .add(RecordJson.write(Condition.of(BindingStatus.SCHEDULED, true, "Success", message, now)));
        return tree;
    }

    /** Another quota of the same name is another owner, and its shares follow it. */
    private static void own(ObjectNode tree, StoredObject quota) {
        String uid = quota.head().uid();
        ObjectNode metadata = tree.withObject("/metadata");
        String id = uid + "/" + key(quota.key()).path();
        metadata.withObjectProperty("labels")
                .put(
                        Marks.BINDING_ID,
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .toString());
        ArrayNode finalizers = metadata.withArrayProperty("finalizers");
        if (finalizers.valueStream().noneMatch(each -> each.asString("").equals(Marks.REMOVAL_FINALIZER))) {
            finalizers.add(Marks.REMOVAL_FINALIZER);
        }
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", API_VERSION)
                .put("kind", KIND)
                .put("name", quota.key().name())
                .put("uid", uid)
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        tree.withObject("/spec")
                .set(
                        "resource",
                        RecordJson.write(new ObjectReference(
                                API_VERSION,
                                KIND,
                                quota.key().namespace(),
                                quota.key().name(),
                                uid,
                                "")));
    }

    private static void retarget(
            ObjectNode tree, SortedSet<String> clusters, Predicate<String> exists, Removal.Why why, Instant now) {
        List<JsonNode> removing = BindingSpec.of(tree).removingOnceIn(clusters, exists, _ -> why, now).stream()
                .<JsonNode>map(RecordJson::write)
                .toList();
        List<JsonNode> targets =
                clusters.stream().<JsonNode>map(QuotaBinding::target).toList();
        put(tree, "clusters", targets);
        put(tree, "removing", removing);
    }

    private static ObjectNode target(String cluster) {
        return ObjectJson.mapper().createObjectNode().put("name", cluster);
    }

    private static void put(ObjectNode tree, String field, List<JsonNode> values) {
        ObjectNode spec = tree.withObject("/spec");
        if (values.isEmpty()) {
            spec.remove(field);
        } else {
            spec.putArray(field).addAll(values);
        }
    }
}
