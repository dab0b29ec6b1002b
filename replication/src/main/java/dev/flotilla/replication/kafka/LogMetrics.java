package dev.flotilla.replication.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** The log's meters: {@code flotilla.log.*}. */
final class LogMetrics {
    private final MeterRegistry registry;
    private final Timer commit;
    private final DistributionSummary groupSize;
    private final Counter termsEnded;
    private volatile Duration lastCommit = Duration.ZERO;

    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.commit = Timer.builder("flotilla.log.commit")
                .description("from a commit's arrival to its answer")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.groupSize = DistributionSummary.builder("flotilla.log.group.size")
                .description("commits in one transaction")
                .register(registry);
        this.termsEnded = Counter.builder("flotilla.log.terms.ended")
                .description("terms and campaigns that ended without success")
                .register(registry);
    }

    void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder("flotilla.log." + name, value).description(description).register(registry);
    }

    void committed(Duration latency) {
        commit.record(latency);
        lastCommit = latency;
    }

    void groupWritten(int commits) {
        if (commits > 0) {
            groupSize.record(commits);
        }
    }

    void termEnded() {
        termsEnded.increment();
    }

    Duration lastCommit() {
        return lastCommit;
    }
}
