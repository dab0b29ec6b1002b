package dev.flotilla.simulator.network;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which Services select a pod. Read anew only when a Service has changed. */
final class ServiceIndex {
    private record Selecting(ObjectKey service, Selector selector) {}

    private record Known(Object state, Map<String, List<Selecting>> byNamespace) {}

    private volatile Known known = new Known(new Object(), Map.of());

    Stream<ObjectKey> selecting(Snapshot snapshot, String namespace, Map<String, String> labels) {
        return at(snapshot).getOrDefault(namespace, List.of()).stream()
                .filter(each -> each.selector().matches(labels))
                .map(Selecting::service);
    }

    @SuppressWarnings("ReferenceEquality") // Snapshots' tokens are to be compared by identity.
    private Map<String, List<Selecting>> at(Snapshot snapshot) {
        Object state = snapshot.stateOf(Kind.SERVICE.resource());
        Known last = known;
        if (last.state() == state) {
            return last.byNamespace();
        }
        Map<String, List<Selecting>> read = new HashMap<>();
        snapshot.list(Kind.SERVICE.resource()).forEach(service -> {
            JsonNode selector = service.tree().path("spec").path("selector");
            if (!selector.isEmpty()) {
                read.computeIfAbsent(service.key().namespace(), _ -> new ArrayList<>())
                        .add(new Selecting(service.key(), Selector.ofLabels(selector)));
            }
        });
        known = new Known(state, read);
        return read;
    }
}
