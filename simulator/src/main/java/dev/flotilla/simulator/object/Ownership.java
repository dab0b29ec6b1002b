package dev.flotilla.simulator.object;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who controls what. Generated names begin with their owner's, and lists are in the order of names, so the objects that
 * one owner controls are found in a short range and no index is needed.
 */
public final class Ownership {
    private Ownership() {}

    public static Optional<ObjectHead.Owner> controller(StoredObject object) {
        return object.head().owners().stream()
                .filter(ObjectHead.Owner::controller)
                .findFirst();
    }

    public static boolean controls(StoredObject owner, StoredObject object) {
        return controller(object)
                .filter(found -> found.uid().equals(owner.head().uid()))
                .isPresent();
    }

    /** Objects of a kind that the owner controls and whose names begin with the owner's, in the order of names. */
    public static Stream<StoredObject> controlled(Snapshot snapshot, StoredObject owner, Kind kind) {
        return named(snapshot, owner.key(), kind).filter(object -> controls(owner, object));
    }

    /** Objects of a kind whose names begin with the owner's name as generated names do. */
    public static Stream<StoredObject> named(Snapshot snapshot, ObjectKey owner, Kind kind) {
        String prefix = Names.prefix(owner.name());
        String namespace = owner.namespace();
        return snapshot.listAfter(kind.resource(), kind.key(namespace, prefix))
                .takeWhile(object -> object.key().namespace().equals(namespace)
                        && object.key().name().startsWith(prefix));
    }

    /** The keys of the controllers, of one kind, that a changed object had or has. */
    public static Stream<ObjectKey> owners(Change change, Kind kind) {
        return Stream.of(Optional.ofNullable(change.before()), Optional.ofNullable(change.after()))
                .flatMap(Optional::stream)
                .flatMap(object -> controller(object)
                        .filter(owner -> Kind.of(owner).filter(kind::equals).isPresent())
                        .map(owner -> kind.key(object.key().namespace(), owner.name()))
                        .stream())
                .distinct();
    }

    /** Begins an object that the owner controls. */
    public static ObjectNode begin(ObjectNode empty, Kind kind, ObjectKey key) {
        empty.put("apiVersion", kind.apiVersion()).put("kind", kind.label());
        ObjectNode metadata = empty.putObject("metadata").put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        return empty;
    }

    /** Makes the owner the object's controller. */
    public static void control(ObjectNode object, StoredObject owner) {
        ArrayNode references = object.withObjectProperty("metadata").withArrayProperty("ownerReferences");
        references
                .addObject()
                .put("apiVersion", owner.head().apiVersion())
                .put("kind", owner.head().kind())
                .put("name", owner.key().name())
                .put("uid", owner.head().uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }
}
