package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Decides what is served at a snapshot: Kubernetes' own types, given definitions, and the CustomResourceDefinitions
 * that the snapshot holds and that are established. The answer is kept until one of those changes. Thread-safe.
 */
public final class SnapshotCatalog {
    public static final GroupResource DEFINITIONS =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    /** Types that need a server behind them which no object store is. */
    private static final Set<String> UNSERVED =
            Set.of("bindings", "componentstatuses", "apiservices.apiregistration.k8s.io");

    private static final Set<String> SUBRESOURCES = Set.of("status", "scale", "finalize", "token");

    /** @param state the token of the definitions that the catalog was made from, see {@link Snapshot#stateOf} */
    private record Memory(
            Object state, List<StoredObject> definitions, ServedCatalog catalog, Map<ObjectKey, Served> served) {}

    /** What a definition was last compiled to, by which one that has not changed is not compiled again. */
    private record Served(long resourceVersion, List<CustomDefinition> versions) {}

    private final List<ResourceType> builtIn;
    private final List<CustomDefinition> given;
    private volatile Memory memory;

    private SnapshotCatalog(List<ResourceType> builtIn, List<CustomDefinition> given) {
        this.builtIn = builtIn;
        this.given = given;
        this.memory = new Memory(new Object(), List.of(), new ServedCatalog(builtIn, given), Map.of());
    }

    /** @param definitions of the kinds the server brings along, as CustomResourceDefinition objects */
    public static SnapshotCatalog of(Collection<? extends JsonNode> definitions) {
        return of(definitions, Additions.NONE);
    }

    /** @param definitions of the kinds the server brings along, as CustomResourceDefinition objects */
    public static SnapshotCatalog of(Collection<? extends JsonNode> definitions, Additions additions) {
        Stream<ResourceType> kubernetes = KubernetesSchema.get().all().stream()
                .filter(type -> !UNSERVED.contains(type.plural())
                        && !UNSERVED.contains(type.resource().qualified()))
                .map(type -> withServedSubresources(type, additions.builtIn()));
        List<CustomDefinition> given = definitions.stream()
                .flatMap(each -> CustomDefinition.of(each).stream())
                .map(each -> each.with(additions.applied(each.type())))
                .toList();
        return new SnapshotCatalog(
                Stream.concat(kubernetes, additions.types().stream()).toList(), given);
    }

    /** The types at a snapshot; the same catalog as long as no definition has changed. */
    @SuppressWarnings("ReferenceEquality") // a state's identity is its meaning: Snapshot.stateOf
    public ServedCatalog at(Snapshot snapshot) {
        Memory known = memory;
        Object state = snapshot.stateOf(DEFINITIONS);
        if (known.state() == state) {
            return known.catalog();
        }
        List<StoredObject> definitions = snapshot.list(DEFINITIONS).toList();
        boolean same = sameObjects(known.definitions(), definitions);
        Memory now = same
                ? new Memory(state, definitions, known.catalog(), known.served())
                : compiled(state, definitions, known.served());
        memory = now;
        return now.catalog();
    }

    private static boolean sameObjects(List<StoredObject> left, List<StoredObject> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).key().equals(right.get(i).key())
                    || left.get(i).resourceVersion() != right.get(i).resourceVersion()) {
                return false;
            }
        }
        return true;
    }

    private Memory compiled(Object state, List<StoredObject> definitions, Map<ObjectKey, Served> before) {
        List<CustomDefinition> custom = new ArrayList<>(given);
        Map<ObjectKey, Served> served = new HashMap<>();
        for (StoredObject definition : definitions) {
            Served known = before.get(definition.key());
            Served now = known != null && known.resourceVersion() == definition.resourceVersion()
                    ? known
                    : served(definition);
            served.put(definition.key(), now);
            custom.addAll(now.versions());
        }
        return new Memory(state, definitions, new ServedCatalog(builtIn, custom), Map.copyOf(served));
    }

    private static Served served(StoredObject definition) {
        JsonNode tree = definition.tree();
        return new Served(definition.resourceVersion(), established(tree) ? CustomDefinition.of(tree) : List.of());
    }

    private static boolean established(JsonNode definition) {
        return definition
                .path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString("").equals("Established")
                        && condition.path("status").asString("").equals("True"));
    }

    private static ResourceType withServedSubresources(ResourceType type, Set<String> more) {
        Map<String, ResourceType.Subresource> served = new LinkedHashMap<>();
        type.subresources().forEach((name, subresource) -> {
            if (SUBRESOURCES.contains(name) || more.contains(type.plural() + "/" + name)) {
                served.put(name, subresource);
            }
        });
        return type.withOnly(served);
    }
}
