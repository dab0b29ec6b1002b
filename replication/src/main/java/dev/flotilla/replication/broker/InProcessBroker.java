package dev.flotilla.replication.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

final class InProcessBroker implements EmbeddedBroker {
    private final DirectoryLock lock;
    private final KraftNode node;
    private final int port;
    private volatile boolean running = true;

    private InProcessBroker(DirectoryLock lock, KraftNode node, int port) {
        this.lock = lock;
        this.node = node;
        this.port = port;
    }

    static InProcessBroker start(Options options) throws IOException {
        DirectoryLock lock = DirectoryLock.acquire(options.dataDirectory(), options.startTimeout())
                .orElseThrow(() -> new IOException("another broker uses " + options.dataDirectory()
                        + "; end it, or choose another data directory"));
        int port = options.port() == 0 ? Ports.free() : options.port();
        KraftNode node = KraftNode.start(BrokerSettings.alone(
                options.dataDirectory(), port, Ports.freeBesides(port), options.fsync(), LoopbackSecret.none()));
        return new InProcessBroker(lock, node, port);
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Map<String, String> clientProperties() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    @Override
    public boolean serving() {
        return running;
    }

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public void close() {
        if (!running) {
            return;
        }
        running = false;
        node.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
