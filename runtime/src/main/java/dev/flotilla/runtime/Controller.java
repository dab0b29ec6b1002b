package dev.flotilla.runtime;

import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.fleet.Slices;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one reconciler on this node: follows the store's changes, finds the keys they concern and hands each to its
 * slice, if that is this node's. It starts by handing out every key, and does so again whenever the store has lost its
 * thread; a slice that comes to this node starts with all of its keys, and one that leaves is stopped.
 */
public final class Controller extends AbstractMatchingBehavior<Controller.Command> {
    /** What a controller can be told. */
    public sealed interface Command {}

    private record Changed(Snapshot snapshot, List<Change> changes) implements Command {}

    private enum Resync implements Command {
        LOST
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Controller.class);

    private final ControllerSettings settings;
    private final Map<Integer, ActorRef<Slice.Command>> slices = new HashMap<>();
    private long spawned;
    private @Nullable Subscription subscription;

    public static Behavior<Command> create(ControllerSettings settings) {
        return Behaviors.setup(context -> new Controller(context, settings));
    }

    private Controller(ActorContext<Command> context, ControllerSettings settings) {
        super(context);
        this.settings = settings;
        resync();
    }

    private ActorRef<Slice.Command> spawn(int number) {
        Behavior<Slice.Command> slice = Behaviors.supervise(Slice.create(settings))
                .onFailure(SupervisorStrategy.restartWithBackoff(
                        settings.retry().first(), settings.retry().max(), 0.2));
        return getContext().spawn(slice, "slice-" + number + "-" + spawned++);
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
            Set<Integer> gained = own(snapshot);
            if (!gained.isEmpty()) {
                hand(settings.reconciler().keys(snapshot).filter(key -> gained.contains(Slices.of(key))));
            }
        }
        hand(changes.stream()
                .filter(this::watched)
                .flatMap(change -> settings.reconciler().concerns(snapshot, change)));
        return this;
    }

    /** Not so what was watched only to know which slices are this node's. */
    private boolean watched(Change change) {
        Set<GroupResource> watches = settings.reconciler().watches();
        return watches.isEmpty() || watches.contains(change.key().resource());
    }

    private Behavior<Command> onLost() {
        LOGGER.atWarn()
                .addKeyValue("controller", settings.reconciler().name())
                .log("the store replayed its log; looking at every key again");
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
                            settings.ownership().watching(settings.reconciler().watches()),
                            new Forward(getContext().getSelf()));
            own(snapshot);
            hand(settings.reconciler().keys(snapshot));
        } catch (ExpiredException raced) {
            getContext().getSelf().tell(Resync.LOST);
        }
    }

    /** Keeps just the slices that are this node's. @return those that it did not have before */
    private Set<Integer> own(Snapshot snapshot) {
        Share share = settings.ownership().in(snapshot);
        Set<Integer> gained = new HashSet<>();
        for (int number = 0; number < Slices.COUNT; number++) {
            ActorRef<Slice.Command> slice = slices.get(number);
            if (share.holds(number) && slice == null) {
                slices.put(number, spawn(number));
                gained.add(number);
            } else if (!share.holds(number) && slice != null) {
                getContext().stop(slice);
                slices.remove(number);
            }
        }
        return gained;
    }

    private void hand(Stream<ObjectKey> keys) {
        keys.distinct().forEach(key -> {
            ActorRef<Slice.Command> slice = slices.get(Slices.of(key));
            if (slice != null) {
                slice.tell(new Slice.Look(key));
            }
        });
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
