package dev.flotilla.hub;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.runtime.EffectsToCommit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Sees to it that the namespaces which every Kubernetes API has are there, and the hub's own. */
final class SystemNamespaces {
    private static final List<String> NAMES =
            List.of("default", "kube-system", "kube-public", "kube-node-lease", ResourceNames.SYSTEM_NAMESPACE);

    private final ObjectStore store;
    private final EffectsToCommit effects;
    private final InstantSource clock;

    SystemNamespaces(ObjectStore store, EffectsToCommit effects, InstantSource clock) {
        this.store = store;
        this.effects = effects;
        this.clock = clock;
    }

    void ensure() {
        Snapshot snapshot = store.snapshot();
        List<Effect> missing = NAMES.stream()
                .map(name -> ObjectKey.of("", "namespaces", "", name))
                .filter(key -> snapshot.get(key).isEmpty())
                .<Effect>map(key -> new Effect.Create(key, namespace(key.name())))
                .toList();
        WriteContext context =
                new WriteContext(clock.instant(), UUID.randomUUID().toString(), "flotilla");
        Optional<Commit> commit = effects.commit(snapshot, missing, context);
        commit.ifPresent(each -> store.commit(each).toCompletableFuture().join());
    }

    private static ObjectNode namespace(String name) {
        ObjectNode namespace = ObjectJson.mapper().createObjectNode();
        namespace
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .putObject("metadata")
                .put("name", name);
        return namespace;
    }
}
