package dev.flotilla.cli.place;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.SchemaRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.search.SearchKinds;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.apiserver.controller.BuiltInControllers;
import dev.flotilla.placement.binding.PlacementReconciler;
import dev.flotilla.placement.quota.FederatedResourceQuotaReconciler;
import dev.flotilla.placement.rebalance.WorkloadRebalancerReconciler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hub in memory, in one thread and at one moment: the types, the rules of a write and the controllers of a hub that
 * runs, as far as they bear on placement. For use by one thread.
 */
final class OfflineHub {
    private static final String MANAGER = "flotilla-place";
    private static final int DECISIONS_MAX = 10_000_000;

    private final InMemoryObjectStore store = new InMemoryObjectStore(PlacementReconciler.guards());
    private final SnapshotCatalog catalog =
            SnapshotCatalog.of(FederationTypes.customResourceDefinitions(), SearchKinds.additions());
    private final EffectCommits commits;
    private final List<Reconciler> reconcilers = new ArrayList<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Instant now;
    private final String uidSeed;

    private record Task(Reconciler reconciler, ObjectKey key) {}

    /** @param seed of the uids that objects without one get; they break ties between clusters that are equal */
    OfflineHub(long seed, Instant now) {
        this.now = now;
        this.uidSeed = UUID.nameUUIDFromBytes(("flotilla place " + seed).getBytes(StandardCharsets.UTF_8))
                .toString();
        ObjectLifecycle lifecycle = new ObjectLifecycle(type ->
                SchemaRules.of(type, catalog.at(store.snapshot()).definition(type), FederationTypes.rules(type)));
        commits = new EffectCommits(lifecycle, catalog::at);
        reconcilers.add(new PlacementReconciler(catalog::at));
        reconcilers.add(new FederatedResourceQuotaReconciler());
        reconcilers.add(new WorkloadRebalancerReconciler());
        reconcilers.addAll(BuiltInControllers.ofHub(catalog::at));
        try {
            store.subscribe(0, Set.of(), new ChangeListener() {
                @Override
                public void onChanges(Snapshot snapshot, List<Change> some) {
                    changes.addAll(some);
                }

                @Override
                public void onLost() {
                    throw new IllegalStateException("a store in memory loses nothing");
                }
            });
        } catch (ExpiredException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Snapshot snapshot() {
        return store.snapshot();
    }

    ServedCatalog catalog() {
        return catalog.at(store.snapshot());
    }

    /**
     * Creates the object with the status it has, as a client would with all rights, or changes the one that is there.
     *
     * @throws dev.flotilla.api.status.StatusException if the rules of its kind refuse it
     */
    void apply(ObjectKey key, ObjectNode wanted) {
        Optional<StoredObject> there = store.snapshot().get(key);
        if (there.isEmpty()) {
            perform(List.of(new Effect.Create(key, wanted)));
            return;
        }
        ObjectNode merged = there.get().tree();
        wanted.properties().stream()
                .filter(field -> !field.getKey().equals("metadata"))
                .forEach(field -> merged.set(field.getKey(), field.getValue()));
        for (String field : List.of("labels", "annotations")) {
            wanted.path("metadata")
                    .path(field)
                    .properties()
                    .forEach(each -> merged.withObject("/metadata")
                            .withObjectProperty(field)
                            .set(each.getKey(), each.getValue()));
        }
        perform(List.of(new Effect.Replace(there.get(), merged)));
    }

    /** Takes the object over as some hub holds it. */
    void hold(ObjectKey key, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        stored.withObjectProperty("metadata").remove("resourceVersion");
        commit(new Commit(
                List.of(new Write.Put(key, ObjectJson.encode(stored))), List.of(), Commit.Origin.CLIENT, MANAGER));
    }

    /**
     * Decides about everything that changed, and about what those decisions change, until nothing is left. Clusters
     * serve what the CustomResourceDefinitions define that come to them.
     */
    void settle() {
        do {
            decide();
            perform(ArrivedApis.of(store.snapshot()));
        } while (!changes.isEmpty());
    }

    private void decide() {
        int decisions = 0;
        while (!changes.isEmpty()) {
            for (Task task : due()) {
                Decision decision = task.reconciler().decide(store.snapshot(), task.key(), now);
                perform(decision.effects());
                if (++decisions > DECISIONS_MAX) {
                    throw new IllegalStateException("the controllers do not come to rest; last: " + task);
                }
            }
        }
    }

    private Set<Task> due() {
        List<Change> seen = List.copyOf(changes);
        changes.clear();
        Snapshot snapshot = store.snapshot();
        Set<Task> due = new LinkedHashSet<>();
        for (Change change : seen) {
            for (Reconciler reconciler : reconcilers) {
                if (reconciler.watches().isEmpty()
                        || reconciler.watches().contains(change.key().resource())) {
                    reconciler.concerns(snapshot, change).forEach(key -> due.add(new Task(reconciler, key)));
                }
            }
        }
        return due;
    }

    private void perform(List<Effect> effects) {
        commits.commit(store.snapshot(), effects, new WriteContext(now, uidSeed, MANAGER))
                .ifPresent(this::commit);
    }

    private void commit(Commit commit) {
        CommitOutcome outcome = store.commit(commit).toCompletableFuture().join();
        if (!(outcome instanceof CommitOutcome.Committed)) {
            throw new IllegalStateException("not committed: " + outcome);
        }
    }
}
