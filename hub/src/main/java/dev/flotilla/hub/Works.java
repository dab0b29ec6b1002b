package dev.flotilla.hub;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.read.VirtualResource;
import dev.flotilla.propagation.WorkView;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the computed Works through the API. */
final class Works implements VirtualResource {
    private final WorkView view;

    Works(WorkView view) {
        this.view = view;
    }

    @Override
    public GroupResource resource() {
        return view.resource();
    }

    @Override
    public Set<GroupResource> inputs() {
        return view.inputs();
    }

    @Override
    public Optional<StoredObject> get(Snapshot snapshot, ObjectKey key) {
        return view.get(snapshot, key);
    }

    @Override
    public Stream<StoredObject> list(Snapshot snapshot, String namespace, @Nullable ObjectKey after) {
        return view.list(snapshot, namespace, after);
    }

    @Override
    public Stream<ObjectKey> concerns(Change change) {
        return view.concerns(change);
    }

    @Override
    public Optional<String> refusesWrite(Snapshot snapshot, ObjectKey key) {
        return view.refusesWrite(snapshot, key);
    }
}
