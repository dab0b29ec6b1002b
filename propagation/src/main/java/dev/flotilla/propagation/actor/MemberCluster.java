package dev.flotilla.propagation.actor;

import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import dev.flotilla.propagation.Affected;
import dev.flotilla.propagation.ClusterBinding;
import dev.flotilla.propagation.Copy;
import dev.flotilla.propagation.CopyPlan.Step;
import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import dev.flotilla.propagation.actor.CopyWriter.Written;
import dev.flotilla.propagation.actor.WorkQueue.Priority;
import dev.flotilla.propagation.member.MemberAccess;
import dev.flotilla.propagation.member.MemberClient;
import dev.flotilla.propagation.member.MemberWatcher;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks after one member: follows what is ours there, takes bindings from its queue, asks the pure plan for the next
 * step of each and carries it out, at most {@code IN_FLIGHT_MAX} at a time. While the member is not ready, or this node
 * does not know the present, nothing is sent to it. It begins, and begins again after a failure, by looking at all of
 * the member's bindings.
 */
final class MemberCluster extends AbstractMatchingBehavior<MemberCluster.Command> {
    sealed interface Command {}

    /** Look at these bindings' copies again. */
    record Look(Set<ObjectKey> bindings, Priority priority) implements Command {}

    /** The Cluster, or the Secret that reaches it, has changed. */
    enum Reconsider implements Command {
        ACCESS
    }

    private record Listed(MemberKind kind, List<ObjectNode> objects) implements Command {}

    private record Changed(MemberKind kind, ObjectNode object) implements Command {}

    private record Deleted(MemberKind kind, ObjectNode last) implements Command {}

    private record Finished(ObjectKey binding, Written written) implements Command {}

    private static final Logger LOGGER = LoggerFactory.getLogger(MemberCluster.class);
    private static final int IN_FLIGHT_MAX = 16;
    private static final Duration RETRY_MIN = Duration.ofMillis(150);
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);
    private static final int RETRY_DOUBLINGS_MAX = 10;
    private static final Duration BEHIND_CHECK = Duration.ofSeconds(1);

    private final TimerScheduler<Command> timers;
    private final PropagationSettings settings;
    private final ObjectKey cluster;
    private final WorkQueue queue = new WorkQueue();
    private final MemberView view = new MemberView();
    private final Map<ObjectKey, Integer> failures = new HashMap<>();
    private final Map<ObjectKey, ObjectNode> seenAtWork = new HashMap<>();
    private final Map<MemberKind, MemberClient.Following> followings = new HashMap<>();
    private final Doubts doubts = new Doubts();
    private final Set<MemberKind> followed = new HashSet<>();
    private final Map<MemberKind, Set<ObjectKey>> waitingForKind = new HashMap<>();
    private final RandomGenerator jitter = RandomGenerator.getDefault();
    private final Reporter reporter;
    private @Nullable MemberAccess access;
    private @Nullable MemberClient client;
    private boolean ready;

    static Behavior<Command> create(
            PropagationSettings settings, ObjectKey cluster, Consumer<StatusAggregator.Observed> observed) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new MemberCluster(context, timers, settings, cluster, observed)));
    }

    private MemberCluster(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            PropagationSettings settings,
            ObjectKey cluster,
            Consumer<StatusAggregator.Observed> observed) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.cluster = cluster;
        this.reporter = new Reporter(settings, cluster.name(), observed);
        Affected.all(settings.store().snapshot(), cluster.name()).forEach(each -> add(each.binding(), Priority.RESYNC));
        onReconsider();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Look(var bindings, var priority) -> onLook(bindings, priority);
            case Reconsider.ACCESS -> onReconsider();
            case Listed(var kind, var objects) -> onListed(kind, objects);
            case Changed(var kind, var object) -> onChanged(kind, object);
            case Deleted(var kind, var last) -> onDeleted(kind, last);
            case Finished(var binding, var written) -> onFinished(binding, written);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop || signal instanceof PreRestart) {
            disconnect();
        }
        return this;
    }

    private Behavior<Command> onLook(Set<ObjectKey> bindings, Priority priority) {
        bindings.forEach(binding -> add(binding, priority));
        work();
        return this;
    }

    /** Namespaces go first: everything in them waits for them. */
    private void add(ObjectKey binding, Priority priority) {
        boolean namespace = binding.namespace().isEmpty() && binding.name().endsWith("-namespace");
        queue.add(binding, namespace ? Priority.FIRST : priority);
    }

    private Behavior<Command> onReconsider() {
        Snapshot snapshot = settings.store().snapshot();
        Optional<StoredObject> found = snapshot.get(cluster);
        if (found.isEmpty()) {
            return this;
        }
        boolean wasReady = ready;
        ready = isReady(found.get());
        switch (MemberAccess.of(snapshot, found.get())) {
            case MemberAccess.Lookup.Missing(var reason) -> {
                LOGGER.atDebug()
                        .addKeyValue("cluster", cluster.name())
                        .addKeyValue("reason", reason)
                        .log("there is no way to the member");
                disconnect();
            }
            case MemberAccess.Lookup.Found(var newest) -> connect(newest);
        }
        if (wasReady && !ready) {
            reporter.lost();
        } else if (!wasReady && ready) {
            reporter.found();
        }
        work();
        return this;
    }

    private static boolean isReady(StoredObject cluster) {
        return Condition.find(ClusterStatus.of(cluster.tree()).conditions(), "Ready")
                .map(Condition::isTrue)
                .orElse(false);
    }

    private void connect(MemberAccess newest) {
        if (newest.equals(access)) {
            return;
        }
        disconnect();
        try {
            client = settings.clients().connect(newest);
            access = newest;
            doubts.connected(settings.clock().instant());
            List.copyOf(followed).forEach(this::follow);
        } catch (RuntimeException unusable) {
            LOGGER.atWarn()
                    .addKeyValue("cluster", cluster.name())
                    .addKeyValue("reason", String.valueOf(unusable.getMessage()))
                    .log("the member's credentials cannot be used; join it again");
        }
    }

    private void disconnect() {
        followings.values().forEach(MemberClient.Following::close);
        followings.clear();
        if (client != null) {
            client.close();
            client = null;
        }
        access = null;
    }

    private Behavior<Command> onListed(MemberKind kind, List<ObjectNode> objects) {
        List<Copy> copies =
                objects.stream().map(object -> Copy.of(kind, object)).toList();
        view.replace(kind, copies).forEach(gone -> queue.add(gone, Priority.ROLLOUT));
        for (int index = 0; index < copies.size(); index++) {
            take(copies.get(index), objects.get(index));
        }
        Set<ObjectKey> waited = waitingForKind.remove(kind);
        if (waited != null) {
            waited.forEach(binding -> queue.add(binding, Priority.ROLLOUT));
        }
        work();
        return this;
    }

    private Behavior<Command> onChanged(MemberKind kind, ObjectNode object) {
        take(Copy.of(kind, object), object);
        work();
        return this;
    }

    private void take(Copy copy, ObjectNode object) {
        Optional<ObjectKey> binding = view.put(copy);
        binding.ifPresent(key -> {
            reporter.seen(key, object);
            if (queue.isWorking(key)) {
                seenAtWork.put(key, object);
            } else if (view.unverified(key)) {
                verify(key, copy, object);
            }
        });
    }

    /**
     * What was seen of a copy while it was written is most often what was written, and then needs no comparing with the
     * manifest; old news it may be, too.
     */
    private void takeSeenAtWork(ObjectKey binding) {
        ObjectNode seen = seenAtWork.remove(binding);
        Optional<Copy> known = view.copy(binding);
        if (seen != null && known.isPresent()) {
            take(Copy.of(known.get().target().kind(), seen), seen);
        }
    }

    private void verify(ObjectKey binding, Copy copy, ObjectNode object) {
        Snapshot snapshot = settings.store().snapshot();
        Optional<ObjectNode> manifest =
                settings.plan().manifestOf(snapshot, new ClusterBinding(cluster.name(), binding), copy);
        if (manifest.isEmpty()) {
            queue.add(binding, Priority.RESYNC);
        } else if (settings.interpreters().drifted(manifest.get(), object)) {
            LOGGER.atInfo()
                    .addKeyValue("cluster", cluster.name())
                    .addKeyValue("binding", binding)
                    .log("the copy was changed in the member; it is put right");
            view.foundDrifted(binding);
            queue.add(binding, Priority.RESYNC);
        } else {
            view.verified(binding, copy);
        }
    }

    private Behavior<Command> onDeleted(MemberKind kind, ObjectNode last) {
        view.remove(Copy.of(kind, last).target()).ifPresent(binding -> {
            seenAtWork.remove(binding);
            reporter.forget(binding);
            queue.add(binding, Priority.FIRST);
        });
        work();
        return this;
    }

    private void work() {
        if (!settings.ownership().current()) {
            timers.startSingleTimer(Reconsider.ACCESS, Reconsider.ACCESS, BEHIND_CHECK);
            return;
        }
        while (ready && client != null && queue.working() < IN_FLIGHT_MAX) {
            Optional<ObjectKey> next = queue.take();
            if (next.isEmpty()) {
                return;
            }
            look(next.get(), client);
        }
    }

    private void look(ObjectKey binding, MemberClient to) {
        try {
            step(binding, to);
        } catch (RuntimeException bug) {
            LOGGER.atError()
                    .setCause(bug)
                    .addKeyValue("cluster", cluster.name())
                    .addKeyValue("binding", binding)
                    .log("a copy could not be looked at; the others go on, and it is tried again");
            reporter.failed(binding, "the hub failed to look at it: " + bug);
            retry(binding, bug.toString());
        }
    }

    private void step(ObjectKey binding, MemberClient to) {
        Snapshot snapshot = settings.store().snapshot();
        Optional<Copy> live = view.copy(binding);
        Optional<MemberKind> kind = settings.plan().target(snapshot, binding).map(MemberTarget::kind);
        if (kind.isPresent() && !view.knows(kind.get())) {
            waitingForKind.computeIfAbsent(kind.get(), _ -> new HashSet<>()).add(binding);
            follow(kind.get());
            queue.done(binding);
            return;
        }
        ClusterBinding work = new ClusterBinding(cluster.name(), binding);
        CopyWriter writer = new CopyWriter(settings.hubId(), to);
        switch (settings.plan().decide(snapshot, work, live, view.drifted(binding))) {
            case Step.Keep() -> settle(binding);
            case Step.Create(var rendered) -> {
                doubts.creating(binding);
                pipe(binding, writer.create(rendered));
            }
            case Step.Apply(var rendered, var copy) -> pipe(binding, writer.apply(rendered, copy));
            case Step.Delete(var copy) -> pipe(binding, writer.delete(copy));
            case Step.Release(var copy) -> pipe(binding, writer.release(copy));
            case Step.ConfirmAbsence() -> confirm(snapshot, binding, writer);
            case Step.Hold(var reason, var failed) -> hold(binding, reason, failed);
            case Step.Orphaned() -> {
                reporter.orphaned(binding);
                settle(binding);
            }
        }
    }

    /**
     * A creation whose answer was lost may have left a copy that is not known yet: then the member is asked. Otherwise
     * what it was heard to hold is all that it holds.
     */
    private void confirm(Snapshot snapshot, ObjectKey binding, CopyWriter writer) {
        Optional<MemberTarget> target = settings.plan().target(snapshot, binding);
        if (target.isPresent() && doubts.about(binding, settings.clock().instant())) {
            pipe(binding, writer.confirmAbsence(target.get(), binding));
        } else {
            reporter.absent(binding);
            settle(binding);
        }
    }

    private void hold(ObjectKey binding, String reason, boolean failed) {
        if (failed) {
            reporter.failed(binding, reason);
        }
        settle(binding);
    }

    private void settle(ObjectKey binding) {
        failures.remove(binding);
        queue.done(binding);
    }

    private void pipe(ObjectKey binding, java.util.concurrent.CompletionStage<Written> writing) {
        getContext()
                .pipeToSelf(
                        writing,
                        (written, failure) -> new Finished(
                                binding,
                                failure == null ? written : new Written.Retry(String.valueOf(failure.getMessage()))));
    }

    private Behavior<Command> onFinished(ObjectKey binding, Written written) {
        if (!(written instanceof Written.Retry)) {
            doubts.answered(binding, settings.clock().instant());
        }
        switch (written) {
            case Written.Applied(var kind, var object) -> {
                applied(binding, Copy.of(kind, object), object);
                settle(binding);
            }
            case Written.Gone(var target) -> {
                view.remove(target);
                reporter.forget(binding);
                queue.add(binding, Priority.FIRST);
                settle(binding);
            }
            case Written.Deleting() -> settle(binding);
            case Written.Found(var kind, var object) -> {
                view.put(Copy.of(kind, object));
                queue.add(binding, Priority.FIRST);
                settle(binding);
            }
            case Written.Outdated(var kind, var object, var reason) -> {
                take(Copy.of(kind, object), object);
                retry(binding, reason);
            }
            case Written.Absent() -> {
                reporter.absent(binding);
                settle(binding);
            }
            case Written.Released(var target) -> {
                view.remove(target);
                reporter.absent(binding);
                settle(binding);
            }
            case Written.Rejected(var reason) -> {
                reporter.failed(binding, reason);
                retry(binding, reason);
            }
            case Written.Retry(var reason) -> retry(binding, reason);
        }
        takeSeenAtWork(binding);
        work();
        return this;
    }

    /** The answer may come after the news of what has become of the copy since. */
    private void applied(ObjectKey binding, Copy copy, ObjectNode object) {
        reporter.applied(binding);
        if (view.put(copy).isPresent()) {
            reporter.seen(binding, object);
        }
        view.verified(binding, copy);
    }

    private void retry(ObjectKey binding, String reason) {
        int count = failures.merge(binding, 1, Integer::sum);
        long full = Math.min(RETRY_MAX.toMillis(), RETRY_MIN.toMillis() << Math.min(count - 1, RETRY_DOUBLINGS_MAX));
        LOGGER.atDebug()
                .addKeyValue("cluster", cluster.name())
                .addKeyValue("binding", binding)
                .addKeyValue("attempt", count)
                .addKeyValue("reason", reason)
                .log("not done yet; trying again");
        queue.done(binding);
        timers.startSingleTimer(
                binding,
                new Look(Set.of(binding), Priority.ROLLOUT),
                Duration.ofMillis(full / 2 + jitter.nextLong(full / 2 + 1)));
    }

    private void follow(MemberKind kind) {
        followed.add(kind);
        if (client != null && !followings.containsKey(kind)) {
            followings.put(
                    kind,
                    client.follow(
                            kind,
                            Marks.HUB + "=" + settings.hubId(),
                            new Forward(getContext().getSelf())));
        }
    }

    private record Forward(ActorRef<Command> to) implements MemberWatcher {
        @Override
        public void onListed(MemberKind kind, List<ObjectNode> objects) {
            to.tell(new Listed(kind, objects));
        }

        @Override
        public void onChanged(MemberKind kind, ObjectNode object) {
            to.tell(new Changed(kind, object));
        }

        @Override
        public void onDeleted(MemberKind kind, ObjectNode last) {
            to.tell(new Deleted(kind, last));
        }
    }
}
