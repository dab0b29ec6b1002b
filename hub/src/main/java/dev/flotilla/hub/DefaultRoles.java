package dev.flotilla.hub;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.rbac.BootstrapPolicy;
import dev.flotilla.runtime.EffectsToCommit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the roles are there by which users get their rights. */
final class DefaultRoles {
    private static final Logger LOGGER = LoggerFactory.getLogger(DefaultRoles.class);

    /** A binding that binds another role is deleted first and made anew then; another node may do the same. */
    private static final int ATTEMPTS_MAX = 5;

    private final ObjectStore store;
    private final EffectsToCommit effects;
    private final InstantSource clock;

    DefaultRoles(ObjectStore store, EffectsToCommit effects, InstantSource clock) {
        this.store = store;
        this.effects = effects;
        this.clock = clock;
    }

    /** Without them users lack rights, but the hub can be repaired by its administrator: a failure is reported only. */
    void ensure() {
        BootstrapPolicy policy = BootstrapPolicy.load().with(DefaultRoles.class, "roles.yaml");
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Snapshot snapshot = store.snapshot();
            List<Effect> missing = policy.missing(snapshot);
            if (missing.isEmpty()) {
                return;
            }
            WriteContext context =
                    new WriteContext(clock.instant(), UUID.randomUUID().toString(), "flotilla");
            Optional<Commit> commit = effects.commit(snapshot, missing, context);
            if (commit.isEmpty()) {
                return;
            }
            CommitOutcome outcome =
                    store.commit(commit.get()).toCompletableFuture().join();
            LOGGER.atInfo()
                    .addKeyValue("objects", missing.size())
                    .addKeyValue("outcome", outcome.getClass().getSimpleName())
                    .log("default roles written");
        }
        LOGGER.atWarn().log("the default roles could not be completed; restart the node to try again");
    }
}
