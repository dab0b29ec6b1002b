package dev.flotilla.replication.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a broker process alive on one data directory and port until it is closed. */
final class ChildBroker implements EmbeddedBroker {
    private static final Logger LOG = LoggerFactory.getLogger(ChildBroker.class);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(50);
    private static final Duration RESTART_PAUSE = Duration.ofMillis(500);
    private static final String LOOPBACK = "127.0.0.1:";
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final Options options;
    private final Map<String, String> clientProperties;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable BrokerProcess process;

    private ChildBroker(Options options, Map<String, String> clientProperties, @Nullable BrokerProcess process) {
        this.options = options;
        this.clientProperties = clientProperties;
        this.process = process;
    }

    static EmbeddedBroker start(Options options) throws IOException {
        Optional<BrokerFile> before = BrokerFile.read(options.dataDirectory());
        if (options.quorum().isEmpty()) {
            Map<String, String> login =
                    LoopbackSecret.in(options.dataDirectory()).clientProperties();
            Optional<BrokerFile> adoptable = before.filter(file -> adoptable(file, login, options.startTimeout()));
            if (adoptable.isPresent()) {
                int port = adoptable.get().port();
                LOG.atInfo().addKeyValue("port", port).log("adopted a running broker");
                return new AdoptedBroker(port, adoptable.get().broker(), login);
            }
        }
        awaitEndOfPredecessor(options, before);
        int port = port(options, before);
        Options started = options.withPort(port);
        ChildBroker broker = new ChildBroker(started, clientProperties(started), BrokerProcess.start(started));
        Thread.ofPlatform().daemon().name("flotilla-broker-watch").start(broker::keepAlive);
        return broker;
    }

    private static Map<String, String> clientProperties(Options options) throws IOException {
        Map<String, String> properties = new HashMap<>();
        if (options.quorum().isPresent()) {
            QuorumMember member = options.quorum().get();
            properties.putAll(member.clientProperties());
        } else {
            properties.putAll(LoopbackSecret.in(options.dataDirectory()).clientProperties());
            properties.put("bootstrap.servers", LOOPBACK + options.port());
        }
        return Map.copyOf(properties);
    }

    private static int port(Options options, Optional<BrokerFile> before) throws IOException {
        if (options.port() != 0) {
            return options.port();
        }
        Optional<Integer> last = before.map(BrokerFile::port).filter(Ports::isFree);
        return last.isPresent() ? last.get() : Ports.free();
    }

    private static boolean adoptable(BrokerFile file, Map<String, String> login, Duration patience) {
        return keptAlive(file) && answers(file, login, patience);
    }

    /** A broker whose hub is gone is about to end, whatever it still answers. */
    private static boolean keptAlive(BrokerFile file) {
        return file.broker().alive().isPresent() && file.parent().alive().isPresent();
    }

    private static boolean answers(BrokerFile file, Map<String, String> login, Duration patience) {
        Map<String, Object> config = new HashMap<>(login);
        config.put("bootstrap.servers", LOOPBACK + file.port());
        config.put("request.timeout.ms", (int) patience.toMillis());
        config.put("default.api.timeout.ms", (int) patience.toMillis());
        Admin admin = Admin.create(config);
        try {
            KafkaFuture<Collection<Node>> nodes = admin.describeCluster().nodes();
            while (!nodes.isDone() && keptAlive(file)) {
                Thread.sleep(PROBE_PAUSE.toMillis());
            }
            return nodes.isDone() && !nodes.isCompletedExceptionally();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static void awaitEndOfPredecessor(Options options, Optional<BrokerFile> before) throws IOException {
        Optional<ProcessHandle> predecessor =
                before.flatMap(file -> file.broker().alive());
        if (predecessor.isPresent()) {
            ProcessHandle process = predecessor.get();
            LOG.atInfo().addKeyValue("pid", process.pid()).log("waiting for the end of an earlier hub's broker");
            try {
                process.onExit().get(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stuck) {
                process.destroyForcibly();
            } catch (ExecutionException e) {
                throw new IOException("cannot wait for the broker with process id " + process.pid(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for an earlier broker", e);
            }
        }
        try (DirectoryLock _ = DirectoryLock.acquire(options.dataDirectory(), options.startTimeout())
                .orElseThrow(() -> new IOException("another broker uses " + options.dataDirectory()
                        + "; end it, or choose another data directory"))) {
            LOG.atDebug().log("the data directory is free");
        }
    }

    private void keepAlive() {
        while (!closed.get()) {
            BrokerProcess current = process;
            if (current != null) {
                int exit = current.awaitEnd();
                process = null;
                if (closed.get()) {
                    return;
                }
                LOG.atWarn()
                        .addKeyValue("exit", exit)
                        .addKeyValue("log", BrokerProcess.files(options))
                        .log("the embedded broker ended unasked; starting it again");
            }
            restart();
        }
    }

    private void restart() {
        try {
            Thread.sleep(RESTART_PAUSE.toMillis());
            BrokerProcess fresh = BrokerProcess.start(options);
            process = fresh;
            if (closed.get()) {
                fresh.end(END_PATIENCE);
            }
        } catch (IOException e) {
            LOG.atError().setCause(e).log("the embedded broker does not start; look at its log and the disk");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.set(true);
        }
    }

    /** The child's process id while it runs. */
    Optional<Long> pid() {
        return Optional.ofNullable(process).map(BrokerProcess::pid);
    }

    @Override
    public String bootstrapServers() {
        return String.valueOf(clientProperties.get("bootstrap.servers"));
    }

    @Override
    public Map<String, String> clientProperties() {
        return clientProperties;
    }

    @Override
    public boolean running() {
        return process != null;
    }

    @Override
    public boolean serving() {
        BrokerProcess current = process;
        return current != null && current.serving();
    }

    @Override
    public void close() {
        BrokerProcess current = process;
        if (closed.compareAndSet(false, true) && current != null) {
            current.end(END_PATIENCE);
        }
    }

    /** Another hub process' broker: used, never ended. */
    private record AdoptedBroker(int port, BrokerFile.ProcessName name, Map<String, String> login)
            implements EmbeddedBroker {
        @Override
        public String bootstrapServers() {
            return LOOPBACK + port;
        }

        @Override
        public Map<String, String> clientProperties() {
            Map<String, String> properties = new HashMap<>(login);
            properties.put("bootstrap.servers", bootstrapServers());
            return Map.copyOf(properties);
        }

        @Override
        public boolean serving() {
            return running();
        }

        @Override
        public boolean running() {
            return name.alive().isPresent();
        }

        @Override
        public void close() {
            LOG.atDebug().log("an adopted broker is left to its own hub");
        }
    }
}
