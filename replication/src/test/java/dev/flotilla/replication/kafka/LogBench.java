package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.Samples.put;
import static dev.flotilla.replication.kafka.TestLog.await;

import dev.flotilla.replication.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Prints what the log does on this machine, with the broker as a child; nothing is asserted. */
final class LogBench {
    private static final String VALUE = "x".repeat(1_900);

    private LogBench() {}

    public static void main(String[] args) throws Exception {
        boolean fsync = args.length == 0 || !args[0].equals("nofsync");
        Path directory = Files.createTempDirectory("flotilla-bench");
        long started = System.nanoTime();
        try (EmbeddedBroker broker =
                EmbeddedBroker.child(EmbeddedBroker.Options.in(directory).withFsync(fsync))) {
            System.out.printf("broker start %d ms, fsync %s%n", (System.nanoTime() - started) / 1_000_000, fsync);
            LogConfig config = LogConfig.of("bench", "hub-0", broker.clientProperties());
            measure(config);
            replay(config);
        }
    }

    private static void measure(LogConfig config) throws InterruptedException {
        long started = System.nanoTime();
        try (LogStore store = TestLog.start(config)) {
            System.out.printf("store start %d ms%n", (System.nanoTime() - started) / 1_000_000);
            run(store, "warm-up", 1, 200);
            run(store, "1 writer", 1, 500);
            run(store, "64 writers", 64, 50);
            run(store, "64 writers", 64, 100);
            run(store, "512 writers", 512, 40);
            barriers(store);
        }
    }

    private static void replay(LogConfig config) {
        long started = System.nanoTime();
        try (LogStore store = TestLog.start(config)) {
            System.out.printf(
                    "restart %d ms, replayed %d records, %.0f records/s%n",
                    (System.nanoTime() - started) / 1_000_000,
                    store.health().replayedRecords(),
                    store.health().replayedRecordsPerSecond());
        }
    }

    private static void barriers(LogStore store) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long started = System.nanoTime();
            await(store.latest());
            nanos.add(System.nanoTime() - started);
        }
        print("latest()", nanos, nanos.stream().mapToLong(Long::longValue).sum());
    }

    private static void run(LogStore store, String what, int writers, int each) throws InterruptedException {
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(writers);
        long started = System.nanoTime();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = what.replace(' ', '-') + "-" + writer + "-";
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    long from = System.nanoTime();
                    TestLog.committed(store, commit(List.of(put(prefix + i, VALUE))));
                    nanos.add(System.nanoTime() - from);
                }
                done.countDown();
            });
        }
        done.await();
        print(what, nanos, System.nanoTime() - started);
    }

    private static void print(String what, List<Long> nanos, long wallNanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                "%-12s n=%d %.0f/s p50 %.2f ms p90 %.2f ms p99 %.2f ms max %.1f ms%n",
                what,
                sorted.size(),
                sorted.size() * 1e9 / wallNanos,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 9 / 10) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.getLast() / 1e6);
    }
}
