package dev.flotilla.apiserver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server counts: requests by verb, resource and code with their latency, and watches in flight. */
final class ServerMetrics {
    private final MeterRegistry meters;
    private final AtomicInteger watches;

    ServerMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.watches = meters.gauge("apiserver.watches", new AtomicInteger());
    }

    void answered(String verb, String resource, int code, Duration took) {
        Timer.builder("apiserver.request.duration")
                .tag("verb", verb)
                .tag("resource", resource)
                .tag("code", Integer.toString(code))
                .register(meters)
                .record(took);
    }

    void watchStarted() {
        watches.incrementAndGet();
    }

    void watchEnded() {
        watches.decrementAndGet();
    }
}
