package dev.flotilla.replication.kafka;

import dev.flotilla.api.fleet.Hearing;
import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Preconditions;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Boundary;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.Fold;
import dev.flotilla.replication.Group;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.peer.PeerLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * One node on virtual time: the hub's own role, group, fold, queue, in-flight commits, forwarding, hearing and division
 * of slices, over a model of Kafka and of the network. What threads do in the hub, its steps do here in any order.
 */
final class SimNode implements PeerLink, Forwarder.View {
    static final Role.Timing TIMING = new Role.Timing(
            Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(500));
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final double ANSWER_LOST = 0.0025;

    /** What the nodes share. */
    record World(
            SimClock clock,
            SimLog log,
            SimNetwork network,
            Random random,
            Preconditions preconditions,
            Memo<SliceAssignment> assignments,
            int remembered) {}

    private record Waiter(long version, Runnable then) {}

    private final World world;
    private final String name;
    private final Map<String, SimNode> others;
    private final CommitQueue queue = new CommitQueue();
    private final InFlight inFlight = new InFlight();
    private final Forwarder forwarder;
    private final Fold fold = new Fold(SimLog.HEAD);
    private final List<Waiter> waiters = new ArrayList<>();
    private final int start;
    private Role role = new Role.Replaying();
    private Optional<LeaderMark> leader = Optional.empty();
    private StateTable state = StateTable.EMPTY;
    private StateTable committed = StateTable.EMPTY;
    private Hearing hearing = Hearing.from(Instant.EPOCH);
    private int position;
    private long passed;
    private long lastTerm;
    private long writer;
    private int campaignEnd = -1;
    private Instant beatAt = Instant.EPOCH;
    private boolean dead;
    private boolean offKafka;
    private Instant pausedUntil = Instant.EPOCH;

    SimNode(World world, String name, Map<String, SimNode> others) {
        this.world = world;
        this.name = name;
        this.others = others;
        this.start = world.log().end();
        this.forwarder = new Forwarder(name, this, queue, inFlight, this, world.remembered());
        others.put(name, this);
        step(this::read, 5, 50);
        step(this::act, 5, 40);
        step(this::greet, 400, 600);
        step(this::divide, 300, 700);
    }

    private void step(Runnable what, int leastMs, int mostMs) {
        world.clock().after(leastMs + world.random().nextInt(mostMs - leastMs), () -> {
            if (dead) {
                return;
            }
            if (!world.clock().now().isBefore(pausedUntil)) {
                what.run();
            }
            step(what, leastMs, mostMs);
        });
    }

    String name() {
        return name;
    }

    StateTable state() {
        return state;
    }

    Share share() {
        return assignment().map(each -> each.share(name)).orElseGet(() -> Share.nothing(name));
    }

    Optional<SliceAssignment> assignment() {
        return state.get(SliceAssignment.KEY).map(world.assignments()::of);
    }

    boolean leads() {
        return role instanceof Role.Leading;
    }

    boolean dead() {
        return dead;
    }

    void kill() {
        dead = true;
        others.remove(name, this);
    }

    /** As a leader does that is told to end. */
    void giveUp() {
        if (role instanceof Role.Leading(var term) && !offKafka) {
            world.log().append(writer, Optional.of(LeaderMark.vacant(term)), List.of());
        }
        kill();
    }

    void pause(int ms) {
        pausedUntil = world.clock().now().plusMillis(ms);
    }

    void kafka(boolean reachable) {
        offKafka = !reachable;
    }

    void resume() {
        pausedUntil = Instant.EPOCH;
        offKafka = false;
    }

    /** As the store does. */
    PendingCommit commit(Commit commit) {
        PendingCommit pending = new PendingCommit(Proposal.of(
                new CommitId(world.random().nextLong(), world.random().nextLong()), commit));
        pending.settled().thenRun(() -> inFlight.remove(pending.proposal().id()));
        Optional<LeaderMark> elsewhere = elsewhere();
        if (elsewhere.isPresent()) {
            forwarder.forward(elsewhere.get(), List.of(pending));
        } else {
            queue.offer(pending);
        }
        world.clock().after(TIMEOUT.toMillis(), () -> pending.timeOut(TIMEOUT));
        return pending;
    }

    private Optional<LeaderMark> elsewhere() {
        return role instanceof Role.Following(var mark, var _, var _)
                ? mark.filter(each -> !each.node().equals(name))
                : Optional.empty();
    }

    private void learn(Role.Event event) {
        Role before = role;
        role = Role.next(
                role,
                event,
                new Role.Context(
                        name, TIMING, world.clock().now(), world.random().nextDouble()));
        if (before instanceof Role.Leading && !leads()) {
            committed = StateTable.EMPTY;
        }
        if (leads() && !(before instanceof Role.Leading)) {
            hearing = Hearing.from(world.clock().now());
        }
    }

    /** The replica: publishes, then tells what landed, then whoever waits for the version. */
    private void read() {
        if (offKafka) {
            return;
        }
        boolean replaying = role instanceof Role.Replaying;
        int end = replaying
                ? world.log().end()
                : Math.min(world.log().end(), position + 1 + world.random().nextInt(40));
        while (position < end) {
            fold.accept(position, world.log().at(position));
            position++;
        }
        if (position == world.log().end()) {
            fold.completeHeld();
        }
        Boundary boundary = fold.take();
        state = boundary.state();
        boundary.leader().ifPresent(mark -> leader = Optional.of(mark));
        leader.ifPresent(mark -> lastTerm = Math.max(lastTerm, mark.term()));
        if (replaying) {
            learn(new Role.Event.CaughtUp(leader));
        }
        inFlight.landed(boundary.landed());
        passed = state.resourceVersion();
        boundary.leader().ifPresent(mark -> {
            queue.putBack(inFlight.notInLogBefore(mark.term()).stream()
                    .filter(PendingCommit::unsend)
                    .toList());
            learn(new Role.Event.LeaderSeen(mark));
        });
        List<Waiter> reached =
                waiters.stream().filter(waiter -> waiter.version() <= passed).toList();
        waiters.removeAll(reached);
        reached.forEach(waiter -> waiter.then().run());
    }

    /** The sequencer. */
    private void act() {
        learn(new Role.Event.TimePassed());
        switch (role) {
            case Role.Replaying() -> {}
            case Role.Following _ ->
                elsewhere().ifPresent(mark -> {
                    forwarder.forward(mark, queue.drain());
                    forwarder.resend(mark);
                });
            case Role.Campaigning _ -> campaign();
            case Role.Leading(var term) -> lead(term);
        }
    }

    private void campaign() {
        if (offKafka) {
            campaignEnd = -1;
            learn(new Role.Event.Lost(false));
        } else if (campaignEnd < 0) {
            writer = world.log().takeOver();
            campaignEnd = world.log().end();
        } else if (position >= campaignEnd) {
            campaignEnd = -1;
            LeaderMark mark = new LeaderMark(lastTerm + 1, name);
            if (world.log().append(writer, Optional.of(mark), List.of()).isEmpty()) {
                learn(new Role.Event.Lost(true));
            } else {
                committed = state;
                beatAt = world.clock().now().plus(TIMING.beat());
                learn(new Role.Event.Won(mark.term()));
            }
        }
    }

    private void lead(long term) {
        Map<Proposal, PendingCommit> commits = new LinkedHashMap<>();
        taken().stream().filter(commit -> commit.send(term)).forEach(commit -> commits.put(commit.proposal(), commit));
        boolean due = !world.clock().now().isBefore(beatAt);
        if (commits.isEmpty() && !due) {
            return;
        }
        if (state.resourceVersion() >= committed.resourceVersion()) {
            committed = state;
        }
        Group group = Group.of(committed, List.copyOf(commits.keySet()), world.preconditions());
        boolean beat = due || group.accepted().isEmpty();
        group.accepted().stream().map(commits::get).forEach(inFlight::add);
        Optional<List<Long>> versions = offKafka
                ? Optional.empty()
                : world.log()
                        .append(
                                writer,
                                beat ? Optional.of(new LeaderMark(term, name)) : Optional.empty(),
                                group.accepted());
        boolean answerLost = world.network().loses(ANSWER_LOST);
        if (versions.isEmpty() || answerLost) {
            queue.putBack(group.refused().stream()
                    .map(refusal -> commits.get(refusal.proposal()))
                    .filter(PendingCommit::unsend)
                    .toList());
            learn(new Role.Event.Lost(!offKafka && !answerLost));
            return;
        }
        long last = versions.get().getLast();
        committed = group.after(versions.get()).at(last);
        if (beat) {
            beatAt = world.clock().now().plus(TIMING.beat());
        }
        group.refused()
                .forEach(refusal ->
                        onceAt(last, () -> commits.get(refusal.proposal()).answer(refusal.outcome())));
    }

    private List<PendingCommit> taken() {
        try {
            return queue.take(Duration.ZERO, 1, Gathering.SHORT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void greet() {
        leader.filter(mark -> !mark.node().equals(name))
                .ifPresent(mark -> to(
                        mark.node(),
                        node -> node.hearing =
                                node.hearing.hears(name, true, world.clock().now())));
    }

    private void divide() {
        if (!leads()) {
            return;
        }
        SortedSet<String> holders =
                hearing.holders(name, assignment(), world.clock().now());
        SliceAssignment.over(assignment(), holders).ifPresent(next -> {
            Precondition unchanged = state.get(SliceAssignment.KEY)
                    .<Precondition>map(found -> new Precondition.AtVersion(found.key(), found.resourceVersion()))
                    .orElseGet(() -> new Precondition.Absent(SliceAssignment.KEY));
            Write put = new Write.Put(SliceAssignment.KEY, ObjectJson.encode(next.object()));
            commit(new Commit(List.of(put), List.of(unchanged), Commit.Origin.CONTROLLER, name));
        });
    }

    private void to(String other, Consumer<SimNode> arrival) {
        world.network().send(name, other, () -> {
            SimNode node = others.get(other);
            if (node != null) {
                node.arrive(() -> arrival.accept(node));
            }
        });
    }

    /** A paused node finds its mail when it goes on. */
    private void arrive(Runnable mail) {
        if (world.clock().now().isBefore(pausedUntil)) {
            world.clock().after(50, () -> arrive(mail));
        } else if (!dead) {
            mail.run();
        }
    }

    @Override
    public void send(String node, byte[] message) {
        to(node, other -> other.forwarder.received(message));
    }

    @Override
    public void receive(Consumer<byte[]> receiver) {
        throw new UnsupportedOperationException("messages go to the forwarder at once");
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public long passed() {
        return passed;
    }

    @Override
    public void onceAt(long version, Runnable then) {
        if (passed >= version) {
            then.run();
        } else {
            waiters.add(new Waiter(version, then));
        }
    }

    @Override
    public long nanos() {
        return world.clock().nanos();
    }

    @Override
    public String toString() {
        return name + " " + role + " at " + position + " since " + start;
    }
}
