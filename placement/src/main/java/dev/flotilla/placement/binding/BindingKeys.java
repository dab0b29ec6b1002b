package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import java.util.Optional;

/** Leads from a template to its binding, and back. */
public final class BindingKeys {
    private BindingKeys() {}

    /** The key of a template's binding. */
    public static ObjectKey of(ObjectKey template, String kind) {
        return of(template.namespace(), kind, template.name());
    }

    /** @param namespace of the template; empty for one of the cluster */
    public static ObjectKey of(String namespace, String kind, String template) {
        String name = ResourceNames.binding(kind, template);
        return namespace.isEmpty()
                ? new ObjectKey(BindingKinds.CLUSTER_RESOURCE_BINDING, "", name)
                : new ObjectKey(BindingKinds.RESOURCE_BINDING, namespace, name);
    }

    /** A template's binding, if there is one, whether or not the template still exists. */
    static Optional<StoredObject> find(Snapshot snapshot, ResourceCatalog catalog, ObjectKey template) {
        return snapshot.get(template)
                .map(object -> object.head().kind())
                .or(() -> catalog.preferred(template.resource()).map(type -> type.kind()))
                .flatMap(kind -> snapshot.get(of(template, kind)))
                .filter(binding -> template(catalog, binding).equals(Optional.of(template)));
    }

    /** The template that a binding belongs to; empty if its kind is not served. */
    public static Optional<ObjectKey> template(ResourceCatalog catalog, StoredObject binding) {
        return binding.head().owners().stream()
                .filter(ObjectHead.Owner::controller)
                .findFirst()
                .flatMap(owner -> catalog.forKind(owner.apiVersion(), owner.kind())
                        .map(type -> new ObjectKey(
                                type.resource(),
                                type.namespaced() ? binding.key().namespace() : "",
                                owner.name())));
    }

    static boolean isBinding(ObjectKey key) {
        return key.resource().equals(BindingKinds.RESOURCE_BINDING)
                || key.resource().equals(BindingKinds.CLUSTER_RESOURCE_BINDING);
    }
}
