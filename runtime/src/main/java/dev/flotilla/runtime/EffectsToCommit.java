package dev.flotilla.runtime;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Snapshot;
import java.util.List;
import java.util.Optional;

/** Turns what a reconciler wants into one commit, by the rules of every write. Pure. */
@FunctionalInterface
public interface EffectsToCommit {
    /**
     * @return empty if nothing would change
     * @throws dev.flotilla.api.status.StatusException if an effect breaks a rule of its kind
     */
    Optional<Commit> commit(Snapshot snapshot, List<Effect> effects, WriteContext context);
}
