package dev.flotilla.replication.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The embedded broker's own process. The first line of its standard input, a pipe from the hub, says what it is to be;
 * it serves until the pipe closes: a hub that dies in whatever way ends its broker. It prints one line when clients are
 * served.
 */
public final class BrokerMain {
    static final String READY = "broker ready on port ";
    static final int EXIT_DIRECTORY_TAKEN = 3;
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);

    private static final Duration END_MAX = Duration.ofSeconds(8);

    private BrokerMain() {}

    public static void main(String[] args) throws IOException {
        BufferedReader hub = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BrokerOrder order = BrokerOrder.read(hub.readLine());
        BrokerSettings settings = order.settings();
        var lock = DirectoryLock.acquire(settings.dataDirectory(), LOCK_PATIENCE);
        if (lock.isEmpty()) {
            System.err.println(
                    "another broker uses " + settings.dataDirectory() + "; end it, or choose another data directory");
            System.exit(EXIT_DIRECTORY_TAKEN);
        }
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> endWithParent(hub));
        serve(settings, order.hubPid());
    }

    private static void serve(BrokerSettings settings, long hubPid) throws IOException {
        BrokerFile.ProcessName hub =
                ProcessHandle.of(hubPid).map(BrokerFile.ProcessName::of).orElse(new BrokerFile.ProcessName(hubPid, 0));
        new BrokerFile(settings.port(), BrokerFile.ProcessName.of(ProcessHandle.current()), hub)
                .write(settings.dataDirectory());
        KraftNode node = KraftNode.start(settings);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("broker-end").unstarted(node::close));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(READY + settings.port());
        node.awaitEnd();
    }

    private static void endWithParent(BufferedReader hub) {
        try {
            while (hub.read() >= 0) {
                // What the parent says is of no interest; that it is there is.
            }
        } catch (IOException gone) {
            // The same as the pipe's end.
        }
        Thread.ofPlatform().daemon().name("broker-halt").start(BrokerMain::haltInTime);
        System.exit(0);
    }

    /**
     * A broker says goodbye to the quorum's controller, and where there is no quorum it would wait five minutes for
     * one.
     */
    private static void haltInTime() {
        try {
            Thread.sleep(END_MAX);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
