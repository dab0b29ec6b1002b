package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static dev.flotilla.replication.kafka.TestLog.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.broker.EmbeddedBroker;
import dev.flotilla.replication.peer.PeerLink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over one real log: the one that does not lead takes writes all the same. */
class ForwardingIT {
    /** So long that a node that starts does not take the first for dead. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final Map<String, Consumer<byte[]>> receivers = new ConcurrentHashMap<>();
    private EmbeddedBroker broker;
    private LogStore leader;
    private LogStore follower;

    @BeforeEach
    void start() throws IOException {
        broker = EmbeddedBroker.inProcess(EmbeddedBroker.Options.in(directory).withFsync(false));
        leader = open("one", Role.Timing.DEFAULT);
        follower = open("two", Role.Timing.DEFAULT.withSilence(SILENCE));
        assertThat(leader.health().leading()).isTrue();
        assertThat(follower.health().leading()).isFalse();
    }

    @AfterEach
    void stop() {
        follower.close();
        leader.close();
        broker.close();
    }

    private LogStore open(String node, Role.Timing timing) {
        return TestLog.await(LogStore.start(
                        TestLog.patient(LogConfig.of("pair", node, broker.bootstrapServers()))
                                .withTiming(timing),
                        List.of(),
                        new SimpleMeterRegistry(),
                        new Link(node))
                .ready());
    }

    private final class Link implements PeerLink {
        private final String from;

        private Link(String from) {
            this.from = from;
        }

        @Override
        public void send(String node, byte[] message) {
            assertThat(node).isNotEqualTo(from);
            Consumer<byte[]> receiver = receivers.get(node);
            if (receiver != null) {
                Thread.startVirtualThread(() -> receiver.accept(message));
            }
        }

        @Override
        public void receive(Consumer<byte[]> receiver) {
            receivers.put(from, receiver);
        }
    }

    @Test
    void showsAClientOfTheOtherNodeItsOwnWriteOnceAnswered() {
        long version = committed(follower, commit(List.of(put("own", "1")), new Precondition.Absent(key("own"))))
                .last();

        assertThat(follower.snapshot().get(key("own")).orElseThrow().resourceVersion())
                .isEqualTo(version);
        Precondition stale = new Precondition.AtVersion(key("own"), version - 1);
        assertThat(TestLog.await(follower.commit(commit(List.of(put("own", "2")), stale))))
                .isEqualTo(new CommitOutcome.Conflicted(stale));
        assertThat(committed(leader, commit(List.of(put("own", "3")), new Precondition.AtVersion(key("own"), version)))
                        .last())
                .isGreaterThan(version);
    }

    @Test
    void answersWhatWasOnItsWayWhenTheLeaderVanished() {
        committed(follower, commit(List.of(put("before", "1"))));
        receivers.remove("one");
        List<CompletionStage<CommitOutcome>> onTheirWay = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            onTheirWay.add(follower.commit(
                    commit(List.of(put("lost-" + number, "1")), new Precondition.Absent(key("lost-" + number)))));
        }

        leader.close();

        onTheirWay.forEach(outcome -> assertThat(TestLog.await(outcome)).isInstanceOf(CommitOutcome.Committed.class));
        await("the other node to lead").until(() -> follower.health().leading());
    }
}
