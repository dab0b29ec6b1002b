package dev.flotilla.replication.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The embedded broker's own process. It serves until its standard input, a pipe from the hub, closes: a hub that dies
 * in whatever way ends its broker. It prints one line when clients are served.
 *
 * <p>Arguments: data directory, port, {@code fsync} or {@code nofsync}, process id of the hub.
 */
public final class BrokerMain {
    static final String READY = "broker ready on port ";
    static final int EXIT_DIRECTORY_TAKEN = 3;
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);

    private BrokerMain() {}

    public static void main(String[] args) throws IOException {
        Path dataDirectory = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        boolean fsync = args[2].equals("fsync");
        long parentPid = Long.parseLong(args[3]);
        var lock = DirectoryLock.acquire(dataDirectory, LOCK_PATIENCE);
        if (lock.isEmpty()) {
            System.err.println("another broker uses " + dataDirectory + "; end it, or choose another data directory");
            System.exit(EXIT_DIRECTORY_TAKEN);
        }
        serve(new BrokerSettings(dataDirectory, port, Ports.free(), fsync), parentPid);
    }

    private static void serve(BrokerSettings settings, long parentPid) throws IOException {
        Thread.ofPlatform().daemon().name("parent-watch").start(BrokerMain::endWithParent);
        KraftNode node = KraftNode.start(settings);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("broker-end").unstarted(node::close));
        BrokerFile.ProcessName parent = ProcessHandle.of(parentPid)
                .map(BrokerFile.ProcessName::of)
                .orElse(new BrokerFile.ProcessName(parentPid, 0));
        new BrokerFile(settings.port(), BrokerFile.ProcessName.of(ProcessHandle.current()), parent)
                .write(settings.dataDirectory());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(READY + settings.port());
        node.awaitEnd();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // What the parent says is of no interest; that it is there is.
            }
        } catch (IOException gone) {
            // The same as the pipe's end.
        }
        System.exit(0);
    }
}
