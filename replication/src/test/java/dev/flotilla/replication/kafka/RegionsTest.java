package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.fleet.SliceGuard;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.Preconditions;
import dev.flotilla.replication.LogRecord;
import dev.flotilla.replication.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes over two regions (a and b in one, c in the other) and over three, when regions lose each other, or Kafka.
 * Messages and reads take their time, and nothing else fails.
 */
class RegionsTest {
    private static final int SETTLED_MS = 12_000;

    private final SimClock clock = new SimClock();
    private final SimLog log = new SimLog(true);
    private final Map<String, SimNode> nodes = new TreeMap<>();
    private final Random random = new Random(4);
    private final SimNetwork network = new SimNetwork(clock, random);

    @BeforeEach
    void start() {
        network.calm();
        SimNode.World world = new SimNode.World(
                clock,
                log,
                network,
                random,
                new Preconditions(List.of(new SliceGuard())),
                new Memo<>(stored -> SliceAssignment.of(stored.tree())),
                Forwarder.REMEMBERED_MAX);
        List.of("a", "b", "c").forEach(name -> new SimNode(world, name, nodes));
        clock.runFor(SETTLED_MS);
        assertThat(holders()).containsExactly("a", "b", "c");
    }

    private SimNode leader() {
        List<SimNode> leaders = nodes.values().stream().filter(SimNode::leads).toList();
        assertThat(leaders).as("%s", nodes).hasSize(1);
        return leaders.getFirst();
    }

    private Set<String> holders() {
        return leader().assignment().orElseThrow().counts().keySet();
    }

    private long terms() {
        return IntStream.range(0, log.end())
                .mapToObj(log::at)
                .filter(LogRecord.Led.class::isInstance)
                .map(record -> ((LogRecord.Led) record).mark().term())
                .distinct()
                .count();
    }

    private void split(Set<String> one) {
        for (String from : nodes.keySet()) {
            for (String to : nodes.keySet()) {
                if (one.contains(from) != one.contains(to)) {
                    network.cut(from, to);
                }
            }
        }
    }

    private List<CommitOutcome> written(SimNode node, int withinMs) {
        List<CommitOutcome> outcome = new ArrayList<>();
        node.commit(Samples.commit(List.of(Samples.put("probe", "x"))))
                .settled()
                .thenAccept(outcome::add);
        clock.runFor(withinMs);
        return outcome;
    }

    /** Two regions: {a, b} and {c}; three: each node alone. */
    private static List<Set<String>> regions(int count) {
        return count == 2 ? List.of(Set.of("a", "b"), Set.of("c")) : List.of(Set.of("a"), Set.of("b"), Set.of("c"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void settlesOnOneLeaderWithoutFlappingWhenEveryRegionReachesKafkaAndNoneAnother(int count) {
        String before = leader().name();
        long termsBefore = terms();
        regions(count).forEach(this::split);

        clock.runFor(60_000);

        assertThat(leader().name()).isEqualTo(before);
        assertThat(terms()).isEqualTo(termsBefore);
        Set<String> heard = regions(count).stream()
                .filter(region -> region.contains(before))
                .findFirst()
                .orElseThrow();
        assertThat(holders()).isEqualTo(heard);
        assertThat(written(leader(), 2_000)).singleElement().isInstanceOf(CommitOutcome.Committed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void goesOnInAnyRegionThatAloneReachesKafka(int count) {
        for (Set<String> region : regions(count)) {
            regions(count).forEach(this::split);
            nodes.values().forEach(node -> node.kafka(region.contains(node.name())));

            clock.runFor(SETTLED_MS);

            SimNode leader = nodes.get(region.stream()
                    .filter(name -> nodes.get(name).leads())
                    .findFirst()
                    .orElseThrow());
            assertThat(leader.assignment().orElseThrow().counts().keySet()).isEqualTo(region);
            assertThat(written(leader, 2_000)).singleElement().isInstanceOf(CommitOutcome.Committed.class);
            heal();
            assertThat(holders()).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void goesOnWithASingleSurvivor(String survivor) {
        List<SimNode> dying = nodes.values().stream()
                .filter(node -> !node.name().equals(survivor))
                .toList();
        dying.forEach(SimNode::kill);

        clock.runFor(SETTLED_MS);

        assertThat(leader().name()).isEqualTo(survivor);
        assertThat(holders()).containsExactly(survivor);
        assertThat(written(leader(), 2_000)).singleElement().isInstanceOf(CommitOutcome.Committed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void answersAWriteInARegionCutOffFromTheLeaderBeforeTheTimeOutEnds(int count) {
        SimNode leader = leader();
        Set<String> region = regions(count).stream()
                .filter(each -> each.contains(leader.name()))
                .findFirst()
                .orElseThrow();
        SimNode outside = nodes.values().stream()
                .filter(node -> !region.contains(node.name()))
                .findFirst()
                .orElseThrow();
        split(region);

        assertThat(written(outside, 11_000)).singleElement().isInstanceOf(CommitOutcome.InDoubt.class);

        network.calm();
        assertThat(written(outside, 3_000)).singleElement().isInstanceOf(CommitOutcome.Committed.class);
    }

    private void heal() {
        network.calm();
        nodes.values().forEach(SimNode::resume);
        clock.runFor(SETTLED_MS);
        assertThat(nodes.values().stream().map(SimNode::name).collect(Collectors.toSet()))
                .hasSize(3);
    }
}
