package dev.flotilla.placement.rebalance;

import dev.flotilla.api.apps.AppsKinds;
import dev.flotilla.api.apps.WorkloadRebalancerSpec;
import dev.flotilla.api.apps.WorkloadRebalancerStatus;
import dev.flotilla.api.apps.WorkloadRebalancerStatus.ObservedWorkload;
import dev.flotilla.api.apps.WorkloadReference;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.placement.binding.BindingKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out WorkloadRebalancers: marks the bindings of the workloads they name as wanting a fresh deal, says of each
 * what became of it, and removes what has outlived its time. A workload is asked for once; naming it again does
 * nothing, a new object does.
 */
public final class WorkloadRebalancerReconciler implements Reconciler {
    /** How many bindings one commit marks; a longer list takes several. */
    static final int BATCH = 100;

    @Override
    public String name() {
        return "workload-rebalancer";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(AppsKinds.REBALANCERS);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return Stream.of(change.key());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(AppsKinds.REBALANCERS).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(object -> !object.head().terminating())
                .map(object -> decide(snapshot, object, now))
                .orElse(Decision.nothing());
    }

    private static Decision decide(Snapshot snapshot, StoredObject object, Instant now) {
        ObjectNode tree = object.tree();
        WorkloadRebalancerSpec spec = WorkloadRebalancerSpec.of(tree);
        WorkloadRebalancerStatus status = WorkloadRebalancerStatus.of(tree);
        boolean current =
                Optional.of(object.head().generation()).equals(Optional.ofNullable(status.observedGeneration()));
        if (current && status.finishTime() != null) {
            return expire(object, spec, status.finishTime(), now);
        }
        Progress progress = new Progress(snapshot, wish(tree, status, now));
        List<ObservedWorkload> observed = progress.through(spec, status);
        boolean finished = observed.size() == distinct(spec).size();
        WorkloadRebalancerStatus next = new WorkloadRebalancerStatus(
                observed,
                finished ? Long.valueOf(object.head().generation()) : status.observedGeneration(),
                finished ? now.truncatedTo(ChronoUnit.SECONDS) : null);
        tree.set("status", RecordJson.write(next));
        List<Effect> effects = new ArrayList<>(progress.effects);
        effects.add(new Effect.UpdateStatus(object, tree));
        return Decision.of(effects);
    }

    /**
     * When the fresh deal was wished for: when the object was made, or, for workloads that are named later, now; else a
     * decision made in between would count as the wish's fulfilment.
     */
    private static Instant wish(ObjectNode tree, WorkloadRebalancerStatus status, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        String created = tree.path("metadata").path("creationTimestamp").asString("");
        return created.isEmpty() || status.observedGeneration() != null ? second : Instant.parse(created);
    }

    private static List<WorkloadReference> distinct(WorkloadRebalancerSpec spec) {
        return spec.workloads().stream().distinct().toList();
    }

    private static Decision expire(StoredObject object, WorkloadRebalancerSpec spec, Instant finished, Instant now) {
        @Nullable Integer seconds = spec.ttlSecondsAfterFinished();
        if (seconds == null) {
            return Decision.nothing();
        }
        Duration left = Duration.between(now, finished.plusSeconds(seconds));
        return left.isPositive() ? Decision.later(left) : Decision.of(new Effect.Delete(object));
    }

    /** One step through the workloads: those that were seen before stand, the next ones are asked for. */
    private static final class Progress {
        private final Snapshot snapshot;
        private final Instant wish;
        private final List<Effect> effects = new ArrayList<>();

        Progress(Snapshot snapshot, Instant wish) {
            this.snapshot = snapshot;
            this.wish = wish;
        }

        List<ObservedWorkload> through(WorkloadRebalancerSpec spec, WorkloadRebalancerStatus status) {
            Map<WorkloadReference, ObservedWorkload> before = new HashMap<>();
            status.observedWorkloads().forEach(each -> {
                if (each.workload() != null) {
                    before.put(each.workload(), each);
                }
            });
            List<ObservedWorkload> observed = new ArrayList<>();
            for (WorkloadReference workload : distinct(spec)) {
                ObservedWorkload known = before.get(workload);
                if (known != null) {
                    observed.add(known);
                } else if (effects.size() < BATCH) {
                    observed.add(ask(workload));
                }
            }
            return observed;
        }

        private ObservedWorkload ask(WorkloadReference workload) {
            return snapshot.get(BindingKeys.of(workload.namespace(), workload.kind(), workload.name()))
                    .filter(binding -> isOf(binding, workload))
                    .map(binding -> {
                        mark(binding);
                        return new ObservedWorkload(workload, WorkloadRebalancerStatus.SUCCESSFUL, "");
                    })
                    .orElseGet(() -> new ObservedWorkload(
                            workload, WorkloadRebalancerStatus.FAILED, WorkloadRebalancerStatus.BINDING_NOT_FOUND));
        }

        private static boolean isOf(StoredObject binding, WorkloadReference workload) {
            var resource = BindingSpec.of(binding.tree()).resource();
            return resource != null
                    && resource.kind().equals(workload.kind())
                    && resource.apiVersion().equals(workload.apiVersion());
        }

        private void mark(StoredObject binding) {
            ObjectNode tree = binding.tree();
            @Nullable Instant before = BindingSpec.of(tree).rescheduleTriggeredAt();
            if (before == null || before.isBefore(wish)) {
                tree.withObject("/spec").put("rescheduleTriggeredAt", wish.toString());
                effects.add(new Effect.Update(binding, tree));
            }
        }
    }
}
