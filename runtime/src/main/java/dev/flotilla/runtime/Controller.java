package dev.flotilla.runtime;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import java.util.ArrayList;
import java.util.List;
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
 * slice. It starts by handing out every key, and does so again whenever the store has lost its thread.
 */
public final class Controller extends AbstractMatchingBehavior<Controller.Command> {
    /** What a controller can be told. */
    public sealed interface Command {}

    private record Changed(Snapshot snapshot, List<Change> changes) implements Command {}

    private enum Resync implements Command {
        LOST
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Controller.class);
    private static final int SLICES = 64;

    private final ControllerSettings settings;
    private final List<ActorRef<Slice.Command>> slices;
    private @Nullable Subscription subscription;

    public static Behavior<Command> create(ControllerSettings settings) {
        return Behaviors.setup(context -> new Controller(context, settings));
    }

    private Controller(ActorContext<Command> context, ControllerSettings settings) {
        super(context);
        this.settings = settings;
        this.slices = spawnSlices(context, settings);
        resync();
    }

    private static List<ActorRef<Slice.Command>> spawnSlices(
            ActorContext<Command> context, ControllerSettings settings) {
        List<ActorRef<Slice.Command>> spawned = new ArrayList<>(SLICES);
        for (int number = 0; number < SLICES; number++) {
            Behavior<Slice.Command> slice = Behaviors.supervise(Slice.create(settings))
                    .onFailure(SupervisorStrategy.restartWithBackoff(
                            settings.retry().first(), settings.retry().max(), 0.2));
            spawned.add(context.spawn(slice, "slice-" + number));
        }
        return List.copyOf(spawned);
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
        hand(changes.stream().flatMap(change -> settings.reconciler().concerns(snapshot, change)));
        return this;
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
                            settings.reconciler().watches(),
                            new Forward(getContext().getSelf()));
            hand(settings.reconciler().keys(snapshot));
        } catch (ExpiredException raced) {
            getContext().getSelf().tell(Resync.LOST);
        }
    }

    private void hand(Stream<ObjectKey> keys) {
        keys.distinct()
                .forEach(
                        key -> slices.get(Math.floorMod(key.hashCode(), SLICES)).tell(new Slice.Look(key)));
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
