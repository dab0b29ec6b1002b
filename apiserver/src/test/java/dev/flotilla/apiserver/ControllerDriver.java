package dev.flotilla.apiserver;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.SchemaRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.api.types.FederationTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs one reconciler over a store on a thread of its own, as plainly as can be. */
final class ControllerDriver implements AutoCloseable {
    private final ObjectStore store;
    private final Reconciler reconciler;
    private final EffectCommits effects;
    private final BlockingQueue<ObjectKey> keys = new LinkedBlockingQueue<>();
    private final Subscription subscription;
    private final Thread thread;

    ControllerDriver(ObjectStore store, SnapshotCatalog catalog, Reconciler reconciler) throws ExpiredException {
        this.store = store;
        this.reconciler = reconciler;
        this.effects = new EffectCommits(
                new ObjectLifecycle(type -> SchemaRules.of(
                        type, catalog.at(store.snapshot()).definition(type), FederationTypes.rules(type))),
                catalog::at);
        Snapshot start = store.snapshot();
        reconciler.keys(start).forEach(keys::add);
        subscription = store.subscribe(start.resourceVersion(), reconciler.watches(), new ChangeListener() {
            @Override
            public void onChanges(Snapshot snapshot, List<Change> changes) {
                changes.forEach(change -> reconciler.concerns(snapshot, change).forEach(keys::add));
            }

            @Override
            public void onLost() {
                throw new IllegalStateException("a store in memory loses nothing");
            }
        });
        thread = Thread.ofVirtual().name(reconciler.name()).start(this::run);
    }

    private void run() {
        try {
            while (true) {
                ObjectKey key = keys.take();
                if (!settled(key)) {
                    keys.add(key);
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private boolean settled(ObjectKey key) {
        Snapshot snapshot = store.snapshot();
        Instant now = Instant.now();
        WriteContext context = new WriteContext(now, UUID.randomUUID().toString(), reconciler.name());
        Optional<Commit> commit =
                effects.commit(snapshot, reconciler.decide(snapshot, key, now).effects(), context);
        return commit.isEmpty()
                || store.commit(commit.get()).toCompletableFuture().join() instanceof CommitOutcome.Committed;
    }

    @Override
    public void close() {
        subscription.close();
        thread.interrupt();
    }
}
