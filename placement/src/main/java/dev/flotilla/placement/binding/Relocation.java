package dev.flotilla.placement.binding;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Removal;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.Peers;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.Spread;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.WorkloadRequest;
import dev.flotilla.placement.policy.PlacementReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a bound workload goes when it must leave some of its clusters: decided by the same scheduler as any placement,
 * and written into the binding in one step with what is left for removal.
 */
public final class Relocation {
    private final ClusterSnapshot fleet;
    private final Bound bound;
    private final Set<String> leaving;
    private final PlacementDecision decision;

    private Relocation(ClusterSnapshot fleet, Bound bound, Set<String> leaving, PlacementDecision decision) {
        this.fleet = fleet;
        this.bound = bound;
        this.leaving = Set.copyOf(leaving);
        this.decision = decision;
    }

    /** A binding with what it asks of the scheduler, read once for each of its versions. */
    public static final class Bound {
        private final StoredObject binding;
        private final Question question;

        private Bound(StoredObject binding, Question question) {
            this.binding = binding;
            this.question = question;
        }

        /** @param tree of the binding; it is not kept */
        public static Bound of(StoredObject binding, ObjectNode tree) {
            PlacementRules rules = PlacementReader.ofBinding(tree);
            return new Bound(binding, Question.of(tree, rules, Peers.NONE));
        }

        public WorkloadRequest request() {
            return question.request();
        }

        /**
         * Whether the workload is in every cluster it may be in, so that leaving one gains it none. Cheaper to ask than
         * {@link Relocation#of}, and right while the workload is placed.
         */
        public boolean everywhereAlready() {
            PlacementRules rules = request().rules();
            boolean copied = !request().workload() || rules.strategy() == Strategy.DUPLICATED;
            boolean bounded = rules.spread().clusters().max() < Integer.MAX_VALUE
                    || rules.spread()
                            .groups()
                            .map(Spread.Grouping::bounds)
                            .filter(bounds -> bounds.max() < Integer.MAX_VALUE)
                            .isPresent();
            return copied && !bounded && rules.terms().size() == 1;
        }
    }

    /** Where the workload goes without these clusters; see {@link #found} for whether there is a place at all. */
    public static Relocation of(ClusterSnapshot fleet, Bound bound, Set<String> leaving) {
        Previous before = bound.question.previous();
        Map<String, Integer> staying = new HashMap<>(before.replicas());
        staying.keySet().removeAll(leaving);
        Set<String> barred = new HashSet<>(before.evicted());
        barred.addAll(leaving);
        PlacementDecision decision = Scheduler.decide(
                fleet,
                bound.question.request(),
                new Previous(staying, barred, before.affinity(), before.fingerprint(), before.rescheduleAsked()));
        return new Relocation(fleet, bound, leaving, decision);
    }

    /** Whether there is a place for all of the workload without the clusters that it leaves. */
    public boolean found() {
        return decision.succeeded() && !decision.targets().isEmpty();
    }

    /** What the scheduler answered, be it that it found no place. */
    public PlacementDecision decision() {
        return decision;
    }

    /** Whether anything runs elsewhere by it that does not now: a cluster more, or more replicas in one. */
    public boolean gains() {
        Map<String, Integer> before = bound.question.previous().replicas();
        return decision.targets().stream()
                .anyMatch(target -> target.replicas() > before.getOrDefault(target.cluster(), -1));
    }

    /** Replicas by cluster once it is done; 0 for what has none. */
    public SortedMap<String, Integer> targets() {
        SortedMap<String, Integer> replicas = new TreeMap<>();
        decision.targets().forEach(target -> replicas.put(target.cluster(), target.replicas()));
        return replicas;
    }

    /** Replicas that come to each cluster by it. */
    public SortedMap<String, Integer> arrivals() {
        Map<String, Integer> before = bound.question.previous().replicas();
        SortedMap<String, Integer> arrivals = new TreeMap<>();
        targets().forEach((cluster, replicas) -> {
            int more = replicas - before.getOrDefault(cluster, 0);
            if (more > 0) {
                arrivals.put(cluster, more);
            }
        });
        return arrivals;
    }

    /**
     * The binding as it is to become.
     *
     * @param why of the removal from the clusters that are left
     * @param more changes to its spec that belong to the move
     */
    public ObjectNode write(Removal.Why why, Consumer<ObjectNode> more, Instant now) {
        BindingDraft draft = BindingDraft.of(bound.binding.key(), Optional.of(bound.binding));
        draft.clusters(
                targets(),
                bound.request().workload(),
                name -> fleet.cluster(name).isPresent(),
                name -> leaving.contains(name) ? why : Removal.Why.MOVED,
                now);
        more.accept(draft.spec());
        ScheduledStatus.write(draft, decision, true, bound.question.asked(), now);
        return draft.tree();
    }

    /**
     * A binding placed as it once was: what it leaves for that is marked for removal, and what it comes back to no
     * longer is. The scheduler confirms it, as it does any placement it did not make.
     *
     * @param replicas by cluster
     * @param exists whether a cluster is still there
     */
    public static ObjectNode restore(
            StoredObject binding, Map<String, Integer> replicas, Predicate<String> exists, Instant now) {
        BindingDraft draft = BindingDraft.of(binding.key(), Optional.of(binding));
        boolean workload = draft.spec().has("replicas");
        draft.clusters(replicas, workload, exists, _ -> Removal.Why.MOVED, now);
        ScheduledStatus.forget(draft);
        return draft.tree();
    }
}
