package dev.flotilla.health.actor;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Keeps one probe for each Cluster there is. */
public final class FleetProbes extends AbstractMatchingBehavior<FleetProbes.Command> {
    /** What it can be told. */
    public sealed interface Command {}

    private enum Look implements Command {
        AGAIN,
        LOST
    }

    private static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");
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
        Set<ObjectKey> wanted = settings.store()
                .snapshot()
                .list(CLUSTERS)
                .map(StoredObject::key)
                .collect(Collectors.toCollection(HashSet::new));
        Set<ObjectKey> gone = new HashSet<>(probes.keySet());
        gone.removeAll(wanted);
        gone.forEach(key -> getContext().stop(probes.remove(key)));
        wanted.stream().filter(key -> !probes.containsKey(key)).forEach(this::spawn);
        return this;
    }

    private Behavior<Command> onLost() {
        if (subscription != null) {
            subscription.close();
        }
        subscribe();
        return this;
    }

    private void spawn(ObjectKey key) {
        Behavior<ClusterProbe.Command> probe = Behaviors.supervise(ClusterProbe.create(settings, key))
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
        probes.put(key, getContext().spawn(probe, key.name() + "-" + spawned++));
    }

    private void subscribe() {
        ActorRef<Command> self = getContext().getSelf();
        try {
            subscription = settings.store()
                    .subscribe(settings.store().snapshot().resourceVersion(), Set.of(CLUSTERS), new ChangeListener() {
                        @Override
                        public void onChanges(Snapshot snapshot, List<Change> changes) {
                            if (changes.stream().anyMatch(each -> each.before() == null || each.after() == null)) {
                                self.tell(Look.AGAIN);
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
