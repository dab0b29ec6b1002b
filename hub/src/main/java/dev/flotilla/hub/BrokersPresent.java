package dev.flotilla.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Waits until all brokers of the hub's nodes are there: a topic gets its replicas when it is made. */
final class BrokersPresent {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ANSWER_SECONDS_MAX = 5;

    private BrokersPresent() {}

    /**
     * @param clients what Kafka's clients are told
     * @param progress told how many there are, whenever that changes
     * @throws IOException if not all of them come within ten minutes, or if interrupted
     */
    static void await(Map<String, String> clients, int expected, Consumer<String> progress) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int told = -1;
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(clients))) {
            while (true) {
                int present = count(admin);
                if (present >= expected) {
                    return;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("after " + PATIENCE.toMinutes() + " min only " + present + " of " + expected
                            + " brokers are there; run flotilla hub broker --config FILE on each of the other nodes");
                }
                if (present != told) {
                    progress.accept(present + " of " + expected
                            + " brokers are there; flotilla hub broker --config FILE runs that of another node");
                    told = present;
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the brokers", interrupted);
        }
    }

    private static int count(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster()
                    .nodes()
                    .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                    .size();
        } catch (ExecutionException | TimeoutException away) {
            return 0;
        }
    }
}
