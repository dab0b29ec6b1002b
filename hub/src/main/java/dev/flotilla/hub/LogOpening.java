package dev.flotilla.hub;

import dev.flotilla.api.store.Guard;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.Timing;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogConfig;
import dev.flotilla.replication.kafka.LogHealth;
import dev.flotilla.replication.kafka.LogStore;
import dev.flotilla.replication.peer.PeerLink;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the log and waits until it has been read, for as long as that takes, telling how far it is: in the node's own
 * log every ten seconds, and to whoever asks whether the node is ready.
 */
final class LogOpening {
    private static final Logger LOG = LoggerFactory.getLogger(LogOpening.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration TELL = Duration.ofSeconds(10);

    private final KafkaAccess kafka;
    private final RecordCipher cipher;
    private volatile @Nullable LogStore opened;
    private volatile String trouble = "";

    LogOpening(KafkaAccess kafka, RecordCipher cipher) {
        this.kafka = kafka;
        this.cipher = cipher;
    }

    /**
     * Blocks until Kafka is there and the topic is open.
     *
     * @throws dev.flotilla.replication.kafka.LogRefusedException if the log is not to be used
     * @throws IOException if interrupted
     */
    LogStore open(HubConfig config, Collection<Guard> guards, long historyBytes, MeterRegistry metrics, PeerLink peers)
            throws IOException {
        LogConfig settings = settings(config, historyBytes);
        long toldNanos = System.nanoTime();
        while (true) {
            try {
                LogStore store = LogStore.start(settings, guards, metrics, peers);
                opened = store;
                return store;
            } catch (KafkaException away) {
                trouble = "Kafka cannot be used yet: " + KafkaTrouble.text(away, config.name());
                toldNanos = tell(toldNanos);
                pause();
            }
        }
    }

    private LogConfig settings(HubConfig config, long historyBytes) {
        Timing timing = config.timing();
        return LogConfig.of(config.name(), config.node(), kafka.clients())
                .withReplicationFactor((short) kafka.replicationFactor())
                .withTiming(new Role.Timing(
                        timing.leaderSilence(),
                        timing.leaderJitter(),
                        Role.Timing.DEFAULT.retry(),
                        timing.leaderBeat()))
                .withCommitTimeout(timing.commit())
                .withBarrierTimeout(timing.read())
                .withCipher(cipher)
                .withHistoryRetention(timing.history())
                .withHistoryBytes(historyBytes);
    }

    /**
     * Blocks until the log has been read and a leader is known.
     *
     * @throws IOException if the log cannot be read, with the reason
     */
    void await(LogStore store) throws IOException {
        long toldNanos = System.nanoTime();
        while (true) {
            try {
                store.ready().toCompletableFuture().get(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while reading the log", interrupted);
            } catch (ExecutionException failed) {
                throw new IOException("the log cannot be read: " + failed.getMessage(), failed);
            } catch (TimeoutException notYet) {
                toldNanos = tell(toldNanos);
            }
        }
    }

    /** What is still missing, for a person. */
    String missing() {
        LogStore store = opened;
        if (store == null) {
            return kafka.brokerProblem().orElse(trouble.isEmpty() ? "Kafka is asked for the log" : trouble);
        }
        return progress(store.health());
    }

    private static String progress(LogHealth health) {
        if (!health.replaying()) {
            return "the log has been read; no leader is known yet";
        }
        long whole = health.replayedRecords() + health.lagRecords();
        return "replaying the log: " + health.replayedRecords() + " of about " + whole + " records, "
                + Math.round(health.replayedRecordsPerSecond()) + " each second";
    }

    /** @return when it was last told */
    private long tell(long toldNanos) {
        if (System.nanoTime() - toldNanos < TELL.toNanos()) {
            return toldNanos;
        }
        LOG.atInfo().addKeyValue("reason", missing()).log("the node is not ready yet");
        return System.nanoTime();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Kafka", interrupted);
        }
    }

    /**
     * What keeps a node that has started from being ready; a pure function of how its log is. A node that is behind is
     * as good for reads as any other, unless others have read on.
     *
     * @param ahead a node that has
     */
    static Optional<String> problem(LogHealth health, Duration behindMax, Optional<String> ahead) {
        if (health.failure().isPresent()) {
            return health.failure();
        }
        if (health.replaying()) {
            return Optional.of(progress(health));
        }
        return ahead.filter(_ -> health.age().compareTo(behindMax) > 0)
                .map(node -> "the replica has not been at the log's end for "
                        + health.age().toSeconds() + " s, and node " + node
                        + " has read on; is Kafka reachable from this node?");
    }
}
