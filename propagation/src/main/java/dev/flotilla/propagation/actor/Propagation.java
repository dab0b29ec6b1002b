package dev.flotilla.propagation.actor;

import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.propagation.Affected;
import dev.flotilla.propagation.ClusterBinding;
import dev.flotilla.propagation.actor.WorkQueue.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one {@link MemberCluster} for each Cluster that is this node's to look after, which begins with all of its
 * bindings, and tells each which to look at again from then on: those that a change concerns.
 */
public final class Propagation extends AbstractMatchingBehavior<Propagation.Command> {
    /** What it can be told. */
    public sealed interface Command {}

    private record Changed(Snapshot snapshot, List<Change> changes) implements Command {}

    private enum Resync implements Command {
        LOST
    }

    private static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final int AGGREGATORS = 16;
    private static final String OBSERVERS = "flotilla.observers-dispatcher";
    private static final Duration RESTART_MIN = Duration.ofMillis(200);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);

    private final PropagationSettings settings;
    private final List<ActorRef<StatusAggregator.Command>> aggregators;
    private final Map<String, ActorRef<MemberCluster.Command>> members = new HashMap<>();
    private @Nullable Subscription subscription;
    private long spawned;

    public static Behavior<Command> create(PropagationSettings settings) {
        return Behaviors.setup(context -> new Propagation(context, settings));
    }

    private Propagation(ActorContext<Command> context, PropagationSettings settings) {
        super(context);
        this.settings = settings;
        this.aggregators = spawnAggregators();
        resync();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Changed(var snapshot, var changes) -> onChanged(snapshot, changes);
            case Resync.LOST -> onLost();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            unsubscribe();
        }
        return this;
    }

    private Behavior<Command> onChanged(Snapshot snapshot, List<Change> changes) {
        if (settings.ownership().changedBy(changes)) {
            divide(snapshot);
        }
        Map<String, Set<ObjectKey>> work = new HashMap<>();
        for (Change change : changes) {
            if (change.key().resource().equals(CLUSTERS)) {
                onCluster(snapshot, change);
            } else if (change.key().resource().equals(SECRETS)) {
                members.values().forEach(member -> member.tell(MemberCluster.Reconsider.ACCESS));
            }
            Affected.by(snapshot, change)
                    .forEach(each -> work.computeIfAbsent(each.cluster(), _ -> new HashSet<>())
                            .add(each.binding()));
        }
        work.forEach((cluster, bindings) -> tell(cluster, bindings, Priority.ROLLOUT));
        return this;
    }

    private void onCluster(Snapshot snapshot, Change change) {
        String name = change.key().name();
        ActorRef<MemberCluster.Command> member = members.get(name);
        if (change.after() == null) {
            if (member != null) {
                getContext().stop(member);
                members.remove(name);
            }
        } else if (member == null) {
            spawnIfOurs(snapshot, change.key());
        } else {
            member.tell(MemberCluster.Reconsider.ACCESS);
        }
    }

    private Behavior<Command> onLost() {
        resync();
        return this;
    }

    private void resync() {
        unsubscribe();
        Snapshot snapshot = settings.store().snapshot();
        try {
            subscription = settings.store()
                    .subscribe(
                            snapshot.resourceVersion(),
                            Set.of(),
                            new Forward(getContext().getSelf()));
        } catch (ExpiredException raced) {
            getContext().getSelf().tell(Resync.LOST);
            return;
        }
        Set<String> before = Set.copyOf(members.keySet());
        divide(snapshot);
        before.stream().filter(members::containsKey).forEach(name -> lookAtAll(snapshot, name));
    }

    /** Ends the actors of members that are gone or another node's now, and begins those that are missing. */
    private void divide(Snapshot snapshot) {
        Share share = settings.ownership().in(snapshot);
        Set<ObjectKey> ours = snapshot.list(CLUSTERS)
                .map(StoredObject::key)
                .filter(share::holds)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        members.entrySet().removeIf(entry -> {
            boolean gone = !ours.contains(new ObjectKey(CLUSTERS, "", entry.getKey()));
            if (gone) {
                getContext().stop(entry.getValue());
            }
            return gone;
        });
        ours.stream().filter(key -> !members.containsKey(key.name())).forEach(this::spawn);
    }

    private void spawnIfOurs(Snapshot snapshot, ObjectKey cluster) {
        if (settings.ownership().in(snapshot).holds(cluster)) {
            spawn(cluster);
        }
    }

    private void spawn(ObjectKey cluster) {
        Behavior<MemberCluster.Command> member = Behaviors.supervise(
                        MemberCluster.create(settings, cluster, this::report))
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
        members.put(cluster.name(), getContext().spawn(member, cluster.name() + "-" + spawned++));
    }

    private void lookAtAll(Snapshot snapshot, String cluster) {
        Set<ObjectKey> all = Affected.all(snapshot, cluster)
                .map(ClusterBinding::binding)
                .collect(Collectors.toCollection(HashSet::new));
        tell(cluster, all, Priority.RESYNC);
    }

    private void tell(String cluster, Set<ObjectKey> bindings, Priority priority) {
        ActorRef<MemberCluster.Command> member = members.get(cluster);
        if (member != null && !bindings.isEmpty()) {
            member.tell(new MemberCluster.Look(bindings, priority));
        }
    }

    /** Called by members, on their own threads. */
    private void report(StatusAggregator.Observed observed) {
        aggregators
                .get(Math.floorMod(observed.binding().hashCode(), AGGREGATORS))
                .tell(observed);
    }

    private List<ActorRef<StatusAggregator.Command>> spawnAggregators() {
        List<ActorRef<StatusAggregator.Command>> all = new ArrayList<>(AGGREGATORS);
        for (int number = 0; number < AGGREGATORS; number++) {
            all.add(getContext()
                    .spawn(
                            Behaviors.supervise(StatusAggregator.create(settings))
                                    .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2)),
                            "aggregator-" + number,
                            DispatcherSelector.fromConfig(OBSERVERS)));
        }
        return List.copyOf(all);
    }

    private void unsubscribe() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    private record Forward(ActorRef<Command> to) implements ChangeListener {
        @Override
        public void onChanges(Snapshot snapshot, List<Change> changes) {
            to.tell(new Changed(snapshot, changes));
        }

        @Override
        public void onLost() {
            to.tell(Resync.LOST);
        }
    }
}
