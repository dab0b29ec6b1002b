package dev.flotilla.apiserver.read;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every object a server shows, stored or computed. A stored object hides a computed one of the same key. */
public final class ObjectSource {
    private final Map<GroupResource, VirtualResource> computed;

    public ObjectSource(Collection<VirtualResource> computed) {
        this.computed = computed.stream().collect(Collectors.toMap(VirtualResource::resource, Function.identity()));
    }

    public Optional<VirtualResource> computed(GroupResource resource) {
        return Optional.ofNullable(computed.get(resource));
    }

    /** The stored types whose changes may change what is shown of one type. */
    public Set<GroupResource> inputs(GroupResource resource) {
        VirtualResource virtual = computed.get(resource);
        return virtual == null
                ? Set.of(resource)
                : Stream.concat(Stream.of(resource), virtual.inputs().stream()).collect(Collectors.toSet());
    }

    public Optional<StoredObject> get(Snapshot snapshot, ObjectKey key) {
        return snapshot.get(key).or(() -> computed(key.resource()).flatMap(virtual -> virtual.get(snapshot, key)));
    }

    /** @param namespace empty for all */
    public Stream<StoredObject> list(
            Snapshot snapshot, GroupResource resource, String namespace, @Nullable ObjectKey after) {
        Stream<StoredObject> stored = stored(snapshot, resource, namespace, after);
        VirtualResource virtual = computed.get(resource);
        if (virtual == null) {
            return stored;
        }
        List<StoredObject> real = stored.toList();
        Set<ObjectKey> hidden = real.stream().map(StoredObject::key).collect(Collectors.toSet());
        return Stream.concat(
                        real.stream(),
                        virtual.list(snapshot, namespace, after).filter(object -> !hidden.contains(object.key())))
                .sorted(Comparator.comparing(StoredObject::key));
    }

    private static Stream<StoredObject> stored(
            Snapshot snapshot, GroupResource resource, String namespace, @Nullable ObjectKey after) {
        if (namespace.isEmpty()) {
            return snapshot.listAfter(resource, after);
        }
        Stream<StoredObject> all = snapshot.list(resource, namespace);
        return after == null ? all : all.dropWhile(object -> object.key().compareTo(after) <= 0);
    }
}
