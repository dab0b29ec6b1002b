package dev.flotilla.hub;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.runtime.EffectsToCommit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes what belongs to the hub and not to a node, as its keys, at the hub's first start. Of several nodes that start
 * at once, one makes it: the log takes only the first.
 */
record OnceMade(ObjectStore store, EffectsToCommit effects, InstantSource clock) {
    /** @param made what is to be there, and its creation with it, if {@code key} is not */
    void ensure(ObjectKey key, Function<Snapshot, List<Effect>> made) {
        Snapshot snapshot = store.snapshot();
        if (snapshot.get(key).isPresent()) {
            return;
        }
        WriteContext context =
                new WriteContext(clock.instant(), UUID.randomUUID().toString(), "flotilla");
        Optional<Commit> commit = effects.commit(snapshot, made.apply(snapshot), context);
        commit.ifPresent(each -> store.commit(each).toCompletableFuture().join());
    }
}
