package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A broker of the hub's own. Closing it ends it, unless it was adopted from another hub process that still lives. */
public interface EmbeddedBroker extends AutoCloseable {
    /** What Kafka's clients take as {@code bootstrap.servers}; it stays the same when a child is restarted. */
    String bootstrapServers();

    /** Whether the broker's process is there; a child that ended unasked is started again. */
    boolean running();

    @Override
    void close();

    /**
     * How a broker is run.
     *
     * @param port 0 to choose a free one, the one used before in this directory if it is still free
     * @param fsync whether an acknowledged write outlives a power cut
     * @param startTimeout how long to wait until it serves, or until a predecessor has ended
     */
    record Options(Path dataDirectory, int port, boolean fsync, Duration startTimeout) {
        public static Options in(Path dataDirectory) {
            return new Options(dataDirectory.toAbsolutePath(), 0, true, Duration.ofSeconds(60));
        }

        public Options withPort(int newPort) {
            return new Options(dataDirectory, newPort, fsync, startTimeout);
        }

        public Options withFsync(boolean newFsync) {
            return new Options(dataDirectory, port, newFsync, startTimeout);
        }
    }

    /**
     * A broker in a process of its own, from this process' class path, that ends when this process does. A live broker
     * of the directory whose hub lives too is adopted; one whose hub is gone is waited for. Blocks until it serves.
     *
     * @throws IOException if it does not serve in time; the message names its log file
     */
    static EmbeddedBroker child(Options options) throws IOException {
        return ChildBroker.start(options);
    }

    /** A broker in this process, for tests: a failing disk would end the whole process. Blocks until it serves. */
    static EmbeddedBroker inProcess(Options options) throws IOException {
        return InProcessBroker.start(options);
    }
}
