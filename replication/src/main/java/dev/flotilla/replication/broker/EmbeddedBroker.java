package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A broker of the hub's own. Closing it ends it, unless it was adopted from another hub process that still lives. */
public interface EmbeddedBroker extends AutoCloseable {
    /** What Kafka's clients take as {@code bootstrap.servers}; it stays the same when a child is restarted. */
    String bootstrapServers();

    /** What Kafka's clients need to reach it: its address, and what they prove themselves with. */
    Map<String, String> clientProperties();

    /** Whether the broker's process is there; a child that ended unasked is started again. */
    boolean running();

    /** Whether it has said that it serves clients; one of several does so when more than half are there. */
    boolean serving();

    @Override
    void close();

    /**
     * How a broker is run.
     *
     * @param port 0 to choose a free one, the one used before in this directory if it is still free; of no meaning for
     *     one of several
     * @param fsync whether an acknowledged write outlives a power cut of every machine that has it
     * @param startTimeout how long to wait until it serves, or until a predecessor answers or has ended
     * @param quorum its place among several; empty for a broker alone on the loopback address
     * @param ample whether it has half a GiB of memory and all of Java's compilers; otherwise it takes as little as it
     *     can do with
     */
    record Options(
            Path dataDirectory,
            int port,
            boolean fsync,
            Duration startTimeout,
            Optional<QuorumMember> quorum,
            boolean ample) {
        public static Options in(Path dataDirectory) {
            return new Options(
                    dataDirectory.toAbsolutePath(), 0, true, Duration.ofSeconds(60), Optional.empty(), false);
        }

        public Options withPort(int newPort) {
            return new Options(dataDirectory, newPort, fsync, startTimeout, quorum, ample);
        }

        public Options withFsync(boolean newFsync) {
            return new Options(dataDirectory, port, newFsync, startTimeout, quorum, ample);
        }

        public Options withAmple(boolean memory) {
            return new Options(dataDirectory, port, fsync, startTimeout, quorum, memory);
        }

        /** One of several brokers. */
        public Options in(QuorumMember member) {
            return new Options(
                    dataDirectory, member.self().clientsPort(), fsync, startTimeout, Optional.of(member), ample);
        }
    }

    /**
     * A broker in a process of its own, from this process' class path, that ends when this process does. A live broker
     * of the directory whose hub lives too is adopted; one whose hub is gone is waited for. Blocks until it serves; one
     * of several is only started, since it cannot serve before the others are there.
     *
     * @throws IOException if it does not start in time; the message names its log file
     */
    static EmbeddedBroker child(Options options) throws IOException {
        return ChildBroker.start(options);
    }

    /**
     * A broker in this process, for tests: a failing disk would end the whole process, and anybody on this machine may
     * connect. Blocks until it serves.
     */
    static EmbeddedBroker inProcess(Options options) throws IOException {
        return InProcessBroker.start(options);
    }
}
