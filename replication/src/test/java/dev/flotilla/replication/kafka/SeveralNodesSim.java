package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.fleet.SliceGuard;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Preconditions;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.LogRecord;
import dev.flotilla.replication.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Three nodes under clients, controllers and faults, from a seed: nodes are killed and started again, paused, cut off
 * from the log or from each other, and messages lost, late and repeated. Then all is well for a while, and what was
 * promised is compared with what is in the log.
 */
final class SeveralNodesSim {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int KEYS = 6;
    private static final int FAULTS_MS = 6_000;
    private static final int QUIET_MS = 8_000;

    private final SimClock clock = new SimClock();
    private final SimLog log;
    private final Random random;
    private final SimNetwork network;
    private final Map<String, SimNode> nodes = new TreeMap<>();
    private final SimNode.World world;
    private final Preconditions preconditions = new Preconditions(List.of(new SliceGuard()));
    private final Map<CommitId, PendingCommit> asked = new HashMap<>();
    private final Map<CommitId, CommitOutcome> answers = new HashMap<>();
    private boolean quiet;
    private int values;

    /**
     * @param fences whether the log fences
     * @param remembered how many decided commits a leader remembers
     */
    SeveralNodesSim(long seed, boolean fences, int remembered) {
        this.log = new SimLog(fences);
        this.random = new Random(seed);
        this.network = new SimNetwork(clock, random);
        this.world = new SimNode.World(
                clock,
                log,
                network,
                random,
                preconditions,
                new Memo<>(stored -> SliceAssignment.of(stored.tree())),
                remembered);
    }

    /** How much was done, to show that the checks checked something. */
    record Tally(int committed, int refused, int inDoubt, int terms) {
        Tally plus(Tally other) {
            return new Tally(
                    committed + other.committed, refused + other.refused, inDoubt + other.inDoubt, terms + other.terms);
        }
    }

    Tally run() {
        NAMES.forEach(name -> clock.after(random.nextInt(300), () -> new SimNode(world, name, nodes)));
        NAMES.forEach(this::work);
        clock.after(800, this::fault);
        clock.runFor(FAULTS_MS);
        quiet = true;
        network.calm();
        nodes.values().forEach(SimNode::resume);
        NAMES.stream().filter(name -> !nodes.containsKey(name)).forEach(name -> new SimNode(world, name, nodes));
        clock.runFor(QUIET_MS);
        return check();
    }

    /** A client and a controller at each node. */
    private void work(String name) {
        clock.after(40 + random.nextInt(160), () -> {
            Optional.ofNullable(nodes.get(name)).ifPresent(node -> {
                if (random.nextBoolean()) {
                    ask(node, write(node, Samples.key("k" + random.nextInt(KEYS))));
                } else {
                    control(node);
                }
            });
            work(name);
        });
    }

    private Commit write(SimNode node, ObjectKey key) {
        Precondition precondition = node.state()
                .get(key)
                .<Precondition>map(found -> new Precondition.AtVersion(key, found.resourceVersion()))
                .orElseGet(() -> new Precondition.Absent(key));
        return Samples.commit(List.of(Samples.put(key.name(), String.valueOf(values++))), precondition);
    }

    /** Writes without looking at what is there: the slice alone says whose it is. */
    private void control(SimNode node) {
        ObjectKey key = Samples.key("c" + random.nextInt(40));
        Share share = node.share();
        if (share.holds(key)) {
            Write put = Samples.put(key.name(), node.name() + values++);
            ask(
                    node,
                    share.guard(
                            new Commit(List.of(put), List.of(), Commit.Origin.CONTROLLER, node.name()), List.of(key)));
        }
    }

    private void ask(SimNode node, Commit commit) {
        PendingCommit pending = node.commit(commit);
        CommitId id = pending.proposal().id();
        asked.put(id, pending);
        pending.settled().thenAccept(outcome -> answers.put(id, outcome));
    }

    private void fault() {
        if (quiet) {
            return;
        }
        clock.after(200 + random.nextInt(1_000), this::fault);
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String other = NAMES.get(random.nextInt(NAMES.size()));
        SimNode node = nodes.get(name);
        if (node == null) {
            new SimNode(world, name, nodes);
            return;
        }
        switch (random.nextInt(7)) {
            case 0 -> node.kill();
            case 5 -> node.giveUp();
            case 1 -> node.pause(500 + random.nextInt(5_000));
            case 2 -> node.kafka(false);
            case 3 -> node.kafka(true);
            case 4 -> network.cut(name, other);
            default -> {
                network.cut(name, other);
                network.cut(other, name);
            }
        }
    }

    private Tally check() {
        Map<CommitId, List<Long>> logged = new HashMap<>();
        StateTable state = StateTable.EMPTY;
        long term = 0;
        String leader = "";
        int terms = 0;
        for (int offset = 0; offset < log.end(); offset++) {
            long version = SimLog.HEAD.version(offset);
            switch (log.at(offset)) {
                case LogRecord.Head _, LogRecord.Unopened _ -> {}
                case LogRecord.Led(var mark) -> {
                    assertThat(mark.term()).isGreaterThanOrEqualTo(term);
                    if (mark.term() == term) {
                        assertThat(mark.node())
                                .as("one leader in term %d", term)
                                .isIn(leader, "");
                    } else {
                        terms++;
                    }
                    term = mark.term();
                    leader = mark.node();
                }
                case LogRecord.Wrote(var mark, var write) -> {
                    logged.computeIfAbsent(mark.id(), _ -> new ArrayList<>()).add(version);
                    PendingCommit pending = asked.get(mark.id());
                    if (pending != null) {
                        assertThat(preconditions.failure(
                                        state, pending.proposal().commit()))
                                .as("what had to hold before version %d", version)
                                .isEmpty();
                    }
                    Write.Put put = (Write.Put) write;
                    state = state.put(StoredObject.of(put.key(), version, put.json()));
                }
            }
        }
        return compare(logged, state, terms);
    }

    private Tally compare(Map<CommitId, List<Long>> logged, StateTable state, int terms) {
        logged.forEach((id, versions) -> assertThat(versions)
                .as("the times that commit %s took effect", id)
                .hasSize(1));
        int committed = 0;
        int refused = 0;
        int inDoubt = 0;
        for (Map.Entry<CommitId, CommitOutcome> answer : answers.entrySet()) {
            switch (answer.getValue()) {
                case CommitOutcome.Committed(var versions) -> {
                    assertThat(logged.get(answer.getKey())).isEqualTo(versions);
                    committed++;
                }
                case CommitOutcome.InDoubt _ -> inDoubt++;
                case CommitOutcome.Conflicted _,
                        CommitOutcome.Refused _,
                        CommitOutcome.TooLarge _,
                        CommitOutcome.Overloaded _,
                        CommitOutcome.Unavailable _ -> {
                    assertThat(logged).as("%s", answer.getValue()).doesNotContainKey(answer.getKey());
                    refused++;
                }
            }
        }
        assertThat(nodes.values().stream().filter(SimNode::leads))
                .as("%s", nodes)
                .hasSize(1);
        assertThat(SliceAssignment.of(
                                state.get(SliceAssignment.KEY).orElseThrow().tree())
                        .counts())
                .as("%s", nodes)
                .containsOnlyKeys(NAMES);
        settled();
        return new Tally(committed, refused, inDoubt, terms);
    }

    /** With everything well again, each node's writes are answered soon. */
    private void settled() {
        List<CommitOutcome> outcomes = new ArrayList<>();
        nodes.values()
                .forEach(node -> node.commit(Samples.commit(List.of(Samples.put("last-" + node.name(), "x"))))
                        .settled()
                        .thenAccept(outcomes::add));
        clock.runFor(2_500);
        assertThat(outcomes).as("%s", nodes).hasSize(NAMES.size()).allMatch(CommitOutcome.Committed.class::isInstance);
    }
}
