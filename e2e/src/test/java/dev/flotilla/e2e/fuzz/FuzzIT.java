package dev.flotilla.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The fuzzers. In every build: the seeds, what was once found, and a few hundred mutants of a fixed seed. With
 * {@code -Pfuzz -Dfuzz.minutes=10}: each target for so long, from a new seed, all at once; {@code -Dfuzz.target=NAME}
 * takes one.
 */
final class FuzzIT {
    private static final long MINUTES = Long.getLong("fuzz.minutes", 0);
    private static final int MUTANTS = 400;
    private static final long MIB = 1 << 20;
    private static final long GROWTH_MAX = 96 * MIB;

    @Test
    @Timeout(value = 8, unit = TimeUnit.HOURS)
    void answersEveryInputAsKubernetesWould() throws GeneralSecurityException, IOException, InterruptedException {
        Path findings = Path.of(System.getProperty("fuzz.findings", "target/fuzz-findings"));
        try (FuzzServer server = new FuzzServer()) {
            Campaign campaign = new Campaign(server, findings);
            long before = heapAfterCollection();

            List<Campaign.Report> reports = all(campaign);

            reports.forEach(System.out::println);
            assertThat(reports)
                    .allSatisfy(report ->
                            assertThat(report.findings()).as(report.toString()).isEmpty());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(server.watches()).isZero());
            assertThat(heapAfterCollection() - before).isLessThan(GROWTH_MAX);
        }
    }

    private static List<Campaign.Report> all(Campaign campaign) throws InterruptedException {
        String one = System.getProperty("fuzz.target", "");
        List<Target> targets = Targets.all().stream()
                .filter(target -> one.isEmpty() || target.name().equals(one))
                .toList();
        int workers = MINUTES == 0 ? Runtime.getRuntime().availableProcessors() : targets.size();
        List<Future<Campaign.Report>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (Target target : targets) {
                running.add(pool.submit(() -> campaign.run(target, effort())));
            }
            List<Campaign.Report> reports = new ArrayList<>();
            for (Future<Campaign.Report> each : running) {
                reports.add(each.get());
            }
            return reports;
        } catch (ExecutionException e) {
            throw new AssertionError("a fuzzer failed itself", e);
        }
    }

    private static Campaign.Effort effort() {
        return MINUTES == 0
                ? new Campaign.Effort(20260101, MUTANTS, Duration.ofMinutes(1))
                : new Campaign.Effort(new Random().nextLong(), Long.MAX_VALUE, Duration.ofMinutes(MINUTES));
    }

    private static long heapAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
