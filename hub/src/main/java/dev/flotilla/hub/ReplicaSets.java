package dev.flotilla.hub;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.read.VirtualResource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest ReplicaSet of each Deployment, as it stands over all clusters: clients that wait for a Deployment
 * look for it. No controller makes one on a hub, so it is computed; those that users create stand beside.
 */
final class ReplicaSets implements VirtualResource {
    private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");

    @Override
    public GroupResource resource() {
        return RolloutSet.RESOURCE;
    }

    @Override
    public Set<GroupResource> inputs() {
        return Set.of(DEPLOYMENTS);
    }

    @Override
    public Optional<StoredObject> get(Snapshot snapshot, ObjectKey key) {
        int dash = key.name().lastIndexOf('-');
        return dash < 0
                ? Optional.empty()
                : snapshot.get(new ObjectKey(
                                DEPLOYMENTS, key.namespace(), key.name().substring(0, dash)))
                        .map(RolloutSet::of)
                        .filter(set -> set.key().equals(key));
    }

    @Override
    public Stream<StoredObject> list(Snapshot snapshot, String namespace, @Nullable ObjectKey after) {
        Stream<StoredObject> deployments =
                namespace.isEmpty() ? snapshot.list(DEPLOYMENTS) : snapshot.list(DEPLOYMENTS, namespace);
        return deployments
                .map(RolloutSet::of)
                .filter(set -> after == null || set.key().compareTo(after) > 0)
                .sorted(Comparator.comparing(StoredObject::key));
    }

    @Override
    public Stream<ObjectKey> concerns(Change change) {
        return Stream.concat(Stream.ofNullable(change.before()), Stream.ofNullable(change.after()))
                .map(each -> RolloutSet.of(each).key())
                .distinct();
    }

    @Override
    public Optional<String> refusesWrite(Snapshot snapshot, ObjectKey key) {
        return get(snapshot, key).map(_ -> "it is computed from its Deployment; write that");
    }
}
