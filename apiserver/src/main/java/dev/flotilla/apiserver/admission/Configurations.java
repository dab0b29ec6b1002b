package dev.flotilla.apiserver.admission;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * What one kind of configuration says at a snapshot, in the order of the configurations' names. It is read anew only
 * when one of them has changed. Thread-safe.
 */
final class Configurations<T> {
    private record Memory<T>(Object state, List<T> items) {}

    /** Reads the items of one configuration. */
    interface Reader<T> extends BiFunction<String, JsonNode, List<T>> {}

    private final GroupResource resource;
    private final Reader<T> reader;
    private volatile Memory<T> memory = new Memory<>(new Object(), List.of());

    Configurations(String plural, Reader<T> reader) {
        this.resource = new GroupResource("admissionregistration.k8s.io", plural);
        this.reader = reader;
    }

    static Configurations<Webhook> ofWebhooks(String plural) {
        return new Configurations<>(
                plural,
                (name, tree) -> tree.path("webhooks")
                        .valueStream()
                        .map(each -> Webhook.of(name, each))
                        .toList());
    }

    @SuppressWarnings("ReferenceEquality") // a state's identity is its meaning: Snapshot.stateOf
    List<T> at(Snapshot snapshot) {
        Memory<T> known = memory;
        Object state = snapshot.stateOf(resource);
        if (known.state() == state) {
            return known.items();
        }
        List<T> items = new ArrayList<>();
        snapshot.list(resource)
                .forEach(object -> items.addAll(reader.apply(object.key().name(), object.tree())));
        memory = new Memory<>(state, List.copyOf(items));
        return memory.items();
    }
}
