package dev.flotilla.apiserver.write;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Lets objects be created only in a namespace that is there and is to stay. */
final class NamespaceGate {
    static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private NamespaceGate() {}

    /**
     * What must still hold when the object is committed.
     *
     * @throws dev.flotilla.api.status.StatusException 404 or 403 if the namespace does not take new objects
     */
    static List<Precondition> admit(Snapshot snapshot, ResourceType type, String namespace, String name) {
        if (!type.namespaced()) {
            return List.of();
        }
        ObjectKey key = new ObjectKey(NAMESPACES, "", namespace);
        StoredObject found = snapshot.get(key)
                .orElseThrow(() -> StatusError.notFound(NAMESPACES, namespace).exception());
        if (found.head().terminating()) {
            throw terminating(type, namespace, name);
        }
        return List.of(new Precondition.AtVersion(key, found.resourceVersion()));
    }

    private static RuntimeException terminating(ResourceType type, String namespace, String name) {
        String why = "unable to create new content in namespace " + namespace + " because it is being terminated";
        FieldError cause = new FieldError(
                "metadata.namespace",
                FieldError.Reason.NAMESPACE_TERMINATING,
                "namespace " + namespace + " is being terminated");
        return new StatusError(
                        403,
                        "Forbidden",
                        type.resource().qualified() + " \"" + name + "\" is forbidden: " + why,
                        Optional.of(new StatusError.Details(
                                name, type.group(), type.plural(), "", List.of(cause), OptionalInt.empty())))
                .exception();
    }
}
