package dev.flotilla.hub;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.defaults.PlacementDefaults;
import dev.flotilla.runtime.EffectsToCommit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a node's file says of all placements into the hub's objects, where every node's decisions find it. */
record PlacementConfiguration(ObjectStore store, EffectsToCommit effects, InstantSource clock) {
    private static final Logger LOGGER = LoggerFactory.getLogger(PlacementConfiguration.class);

    /** Of nodes whose files differ, the last that starts is followed. */
    void ensure(PlacementDefaults wanted) {
        Snapshot snapshot = store.snapshot();
        if (PlacementDefaults.at(snapshot).equals(wanted)) {
            return;
        }
        Effect effect = snapshot.get(PlacementDefaults.KEY)
                .<Effect>map(there -> new Effect.Replace(there, wanted.configMap()))
                .orElseGet(() -> new Effect.Create(PlacementDefaults.KEY, wanted.configMap()));
        WriteContext context =
                new WriteContext(clock.instant(), UUID.randomUUID().toString(), "flotilla");
        Optional<Commit> commit = effects.commit(snapshot, List.of(effect), context);
        commit.ifPresent(each -> store.commit(each).toCompletableFuture().join());
        LOGGER.atInfo()
                .addKeyValue("karmadaCompat", wanted.karmadaCompat())
                .addKeyValue("extenders", wanted.extenders().size())
                .log("the configuration of placement changed");
    }
}
