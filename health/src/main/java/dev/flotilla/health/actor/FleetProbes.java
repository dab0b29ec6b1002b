package dev.flotilla.health.actor;

import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one probe for each Cluster that is this node's to look after, and lets it read its member again when the member
 * was given a definition of a kind: what is of that kind can be placed there as soon as the hub knows that it is
 * served.
 */
public final class FleetProbes extends AbstractMatchingBehavior<FleetProbes.Command> {
    /** What it can be told. */
    public sealed interface Command {}

    private enum Look implements Command {
        AGAIN,
        LOST
    }

    private record ServesMore(Set<String> clusters) implements Command {}

    private static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");
    private static final Set<GroupResource> WATCHED = Set.of(CLUSTERS, BindingKinds.CLUSTER_RESOURCE_BINDING);
    private static final String DEFINITION = "-customresourcedefinition";
    /** Between the first probes of members that come together: each begins with a handshake, which costs time. */
    private static final Duration APART = Duration.ofMillis(20);

    private static final Duration RESTART_MIN = Duration.ofMillis(200);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);

    private final ProbeSettings settings;
    private final Map<ObjectKey, ActorRef<ClusterProbe.Command>> probes = new HashMap<>();
    private @Nullable Subscription subscription;
    private long spawned;

    public static Behavior<Command> create(ProbeSettings settings) {
        return Behaviors.setup(context -> new FleetProbes(context, settings));
    }

    private FleetProbes(ActorContext<Command> context, ProbeSettings settings) {
        super(context);
        this.settings = settings;
        subscribe();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Look.AGAIN -> onLook();
            case Look.LOST -> onLost();
            case ServesMore(var clusters) -> onServesMore(clusters);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop && subscription != null) {
            subscription.close();
        }
        return this;
    }

    private Behavior<Command> onLook() {
        Snapshot snapshot = settings.store().snapshot();
        Share share = settings.ownership().in(snapshot);
        Set<ObjectKey> wanted = snapshot.list(CLUSTERS)
                .map(StoredObject::key)
                .filter(share::holds)
                .collect(Collectors.toCollection(HashSet::new));
        Set<ObjectKey> gone = new HashSet<>(probes.keySet());
        gone.removeAll(wanted);
        gone.forEach(key -> getContext().stop(probes.remove(key)));
        Duration wait = Duration.ZERO;
        for (ObjectKey key : wanted) {
            if (!probes.containsKey(key)) {
                spawn(key, wait);
                wait = wait.plus(APART);
            }
        }
        return this;
    }

    private Behavior<Command> onLost() {
        if (subscription != null) {
            subscription.close();
        }
        subscribe();
        return this;
    }

    private Behavior<Command> onServesMore(Set<String> clusters) {
        for (String name : clusters) {
            ActorRef<ClusterProbe.Command> probe = probes.get(new ObjectKey(CLUSTERS, "", name));
            if (probe != null) {
                probe.tell(ClusterProbe.Tick.READ);
            }
        }
        return this;
    }

    /** The clusters that hold a definition of which something is new. */
    private static Stream<String> servesMore(Change change) {
        StoredObject binding = change.after();
        if (binding == null
                || !change.key().resource().equals(BindingKinds.CLUSTER_RESOURCE_BINDING)
                || !change.key().name().endsWith(DEFINITION)) {
            return Stream.of();
        }
        return BindingStatus.of(binding.tree()).aggregatedStatus().stream()
                .filter(item -> Boolean.TRUE.equals(item.applied()))
                .map(BindingStatus.AggregatedStatusItem::clusterName);
    }

    private static boolean comesOrGoes(Change change) {
        return change.key().resource().equals(CLUSTERS) && (change.before() == null || change.after() == null);
    }

    private void spawn(ObjectKey key, Duration wait) {
        Behavior<ClusterProbe.Command> probe = Behaviors.supervise(ClusterProbe.create(settings, key, wait))
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
        probes.put(key, getContext().spawn(probe, key.name() + "-" + spawned++));
    }

    private void subscribe() {
        ActorRef<Command> self = getContext().getSelf();
        Set<GroupResource> watched = settings.ownership().watching(WATCHED);
        try {
            subscription = settings.store()
                    .subscribe(settings.store().snapshot().resourceVersion(), watched, new ChangeListener() {
                        @Override
                        public void onChanges(Snapshot snapshot, List<Change> changes) {
                            if (settings.ownership().changedBy(changes)
                                    || changes.stream().anyMatch(FleetProbes::comesOrGoes)) {
                                self.tell(Look.AGAIN);
                            }
                            Set<String> served = changes.stream()
                                    .flatMap(FleetProbes::servesMore)
                                    .collect(Collectors.toSet());
                            if (!served.isEmpty()) {
                                self.tell(new ServesMore(served));
                            }
                        }

                        @Override
                        public void onLost() {
                            self.tell(Look.LOST);
                        }
                    });
            self.tell(Look.AGAIN);
        } catch (ExpiredException raced) {
            self.tell(Look.LOST);
        }
    }
}
