package dev.flotilla.apiserver.controller;

import dev.flotilla.api.lifecycle.DeleteOptions;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets dependents follow their owners. An object whose owners are all gone is deleted; one deleted in the foreground
 * waits for the dependents that block it; one deleted with orphan leaves its dependents without an owner. An owner of
 * an unknown kind counts as being there.
 */
public final class GarbageCollector implements Reconciler {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";
    private static final int EFFECTS_AT_ONCE_MAX = 200;

    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;
    private final Bereavement bereavement;

    private GarbageCollector(Function<Snapshot, ? extends ResourceCatalog> catalogs, Bereavement bereavement) {
        this.catalogs = catalogs;
        this.bereavement = bereavement;
    }

    /** As in a cluster: an owner that is not there was deleted. */
    public static GarbageCollector ofAbsentOwners(Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        return new GarbageCollector(catalogs, Bereavement.ABSENCE);
    }

    /**
     * As on a hub, where unknown is not absent: only owners count whose deletion this collector has been told of. What
     * it has been told it forgets with the process; dependents left behind then stay.
     */
    public static GarbageCollector ofSeenDeletions(Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        return new GarbageCollector(catalogs, new Bereavement.Seen());
    }

    @Override
    public String name() {
        return "garbage-collector";
    }

    /** All types: anything can own anything. */
    @Override
    public Set<GroupResource> watches() {
        return Set.of();
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        if (after == null) {
            return before == null ? Stream.empty() : afterDeletion(snapshot, before);
        }
        boolean changed = before == null
                || !before.head().owners().equals(after.head().owners())
                || !before.head().finalizers().equals(after.head().finalizers())
                || !Objects.equals(
                        before.head().deletionTimestamp(), after.head().deletionTimestamp());
        if (!changed || (after.head().owners().isEmpty() && !after.head().terminating())) {
            return Stream.empty();
        }
        return Stream.concat(Stream.of(after.key()), ownerKeys(snapshot, after));
    }

    private Stream<ObjectKey> afterDeletion(Snapshot snapshot, StoredObject gone) {
        bereavement.deleted(gone.head().uid());
        return Stream.concat(dependents(snapshot, gone).map(StoredObject::key), ownerKeys(snapshot, gone));
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.resources().stream()
                .flatMap(snapshot::list)
                .filter(object -> !object.head().owners().isEmpty() || waits(object))
                .map(StoredObject::key);
    }

    private static boolean waits(StoredObject object) {
        return object.head().terminating()
                && (object.head().finalizers().contains(FOREGROUND)
                        || object.head().finalizers().contains(ORPHAN));
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> found = snapshot.get(key);
        if (found.isEmpty()) {
            return Decision.nothing();
        }
        StoredObject object = found.get();
        if (object.head().terminating()) {
            return object.head().finalizers().contains(ORPHAN)
                    ? orphan(snapshot, object)
                    : object.head().finalizers().contains(FOREGROUND)
                            ? foreground(snapshot, object)
                            : Decision.nothing();
        }
        return bereft(snapshot, object)
                ? Decision.of(new Effect.Delete(object, DeleteOptions.propagating("Background")))
                : Decision.nothing();
    }

    private boolean bereft(Snapshot snapshot, StoredObject object) {
        List<ObjectHead.Owner> owners = object.head().owners();
        return !owners.isEmpty()
                && owners.stream()
                        .allMatch(owner -> bereavement.mourns(owner.uid()) && absent(snapshot, object, owner));
    }

    private boolean absent(Snapshot snapshot, StoredObject dependent, ObjectHead.Owner owner) {
        return ownerKey(snapshot, dependent, owner)
                .map(key -> snapshot.get(key)
                        .filter(found -> found.head().uid().equals(owner.uid()))
                        .isEmpty())
                .orElse(false);
    }

    private Optional<ObjectKey> ownerKey(Snapshot snapshot, StoredObject dependent, ObjectHead.Owner owner) {
        Optional<ResourceType> type = catalogs.apply(snapshot).forKind(owner.apiVersion(), owner.kind());
        return type.filter(_ -> !owner.name().isEmpty())
                .map(each -> new ObjectKey(
                        each.resource(), each.namespaced() ? dependent.key().namespace() : "", owner.name()));
    }

    private Stream<ObjectKey> ownerKeys(Snapshot snapshot, StoredObject dependent) {
        return dependent.head().owners().stream()
                .flatMap(owner -> ownerKey(snapshot, dependent, owner).stream())
                .filter(key -> snapshot.get(key).filter(GarbageCollector::waits).isPresent());
    }

    private static Stream<StoredObject> dependents(Snapshot snapshot, StoredObject owner) {
        String namespace = owner.key().namespace();
        String uid = owner.head().uid();
        return snapshot.resources().stream()
                .flatMap(resource -> namespace.isEmpty() ? snapshot.list(resource) : snapshot.list(resource, namespace))
                .filter(object -> object.head().owners().stream()
                        .anyMatch(each -> each.uid().equals(uid)));
    }

    private static Decision orphan(Snapshot snapshot, StoredObject owner) {
        List<Effect> effects = new ArrayList<>();
        List<StoredObject> dependents = dependents(snapshot, owner).toList();
        dependents.stream()
                .limit(EFFECTS_AT_ONCE_MAX)
                .forEach(each -> effects.add(
                        new Effect.Update(each, without(each, owner.head().uid()))));
        if (dependents.size() <= EFFECTS_AT_ONCE_MAX) {
            effects.add(new Effect.Update(owner, released(owner, ORPHAN)));
        }
        return Decision.of(effects);
    }

    private static ObjectNode without(StoredObject dependent, String ownerUid) {
        ObjectNode tree = dependent.tree();
        ObjectNode metadata = tree.withObjectProperty("metadata");
        ArrayNode left = metadata.arrayNode();
        for (JsonNode reference : metadata.path("ownerReferences")) {
            if (!reference.path("uid").asString("").equals(ownerUid)) {
                left.add(reference);
            }
        }
        if (left.isEmpty()) {
            metadata.remove("ownerReferences");
        } else {
            metadata.set("ownerReferences", left);
        }
        return tree;
    }

    private static Decision foreground(Snapshot snapshot, StoredObject owner) {
        List<StoredObject> dependents = dependents(snapshot, owner).toList();
        boolean blocked = dependents.stream()
                .flatMap(each -> each.head().owners().stream())
                .anyMatch(each -> each.uid().equals(owner.head().uid()) && each.blocks());
        List<Effect> effects = new ArrayList<>();
        dependents.stream()
                .filter(each -> !each.head().terminating() && onlyOwner(each, owner))
                .limit(EFFECTS_AT_ONCE_MAX)
                .forEach(each -> effects.add(new Effect.Delete(each, DeleteOptions.propagating("Foreground"))));
        if (!blocked) {
            effects.add(new Effect.Update(owner, released(owner, FOREGROUND)));
        }
        return Decision.of(effects);
    }

    private static boolean onlyOwner(StoredObject dependent, StoredObject owner) {
        return dependent.head().owners().stream()
                .allMatch(each -> each.uid().equals(owner.head().uid()));
    }

    private static ObjectNode released(StoredObject object, String finalizer) {
        ObjectNode tree = object.tree();
        ArrayNode left = tree.withObjectProperty("metadata").putArray("finalizers");
        object.head().finalizers().stream()
                .filter(each -> !each.equals(finalizer))
                .forEach(left::add);
        return tree;
    }
}
