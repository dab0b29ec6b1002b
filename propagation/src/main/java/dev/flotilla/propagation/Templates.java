package dev.flotilla.propagation;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.ObjectReference;
import java.util.Optional;
import java.util.function.Function;

/** Finds what a binding binds. */
public final class Templates {
    private final Function<Snapshot, ResourceCatalog> catalogs;

    public Templates(Function<Snapshot, ResourceCatalog> catalogs) {
        this.catalogs = catalogs;
    }

    /** The template's type; empty if the hub does not know the kind (any more). */
    public Optional<ResourceType> type(Snapshot snapshot, BindingSpec spec) {
        return Optional.ofNullable(spec.resource())
                .flatMap(bound -> catalogs.apply(snapshot).forKind(bound.apiVersion(), bound.kind()));
    }

    /** The type of what members hold for it; empty if the hub does not know the kind (any more). */
    Optional<ResourceType> copyType(Snapshot snapshot, BindingSpec spec) {
        return Optional.ofNullable(spec.resource())
                .flatMap(bound -> AssignedQuota.copyType(catalogs.apply(snapshot), bound));
    }

    /** The template itself: the very object that was bound, not another of its name. */
    public Optional<StoredObject> find(Snapshot snapshot, BindingSpec spec) {
        ObjectReference bound = spec.resource();
        if (bound == null) {
            return Optional.empty();
        }
        return type(snapshot, spec)
                .flatMap(type -> snapshot.get(new ObjectKey(type.resource(), bound.namespace(), bound.name())))
                .filter(found ->
                        bound.uid().isEmpty() || bound.uid().equals(found.head().uid()));
    }

    /** Where the binding's copies live in members; empty if the hub does not know the kind. */
    public Optional<MemberTarget> target(Snapshot snapshot, BindingSpec spec) {
        ObjectReference bound = spec.resource();
        return bound == null
                ? Optional.empty()
                : copyType(snapshot, spec)
                        .map(type -> new MemberTarget(MemberKind.of(type), bound.namespace(), bound.name()));
    }
}
