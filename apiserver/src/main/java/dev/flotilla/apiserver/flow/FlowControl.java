package dev.flotilla.apiserver.flow;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets requests in as {@link FlowLimits} has it. {@code system:masters} has a share of its own; everybody else shares
 * another, fairly. Streams are counted apart, and whoever asks how the server is never waits.
 */
public final class FlowControl {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String REFUSAL = "Too many requests, please try again later.";

    private final FlowLimits limits;
    private final Level users;
    private final Level system;
    private final Rates rates;

    /** Leave to be at work; to be closed when the request is answered, or the stream at its end. */
    public interface Permit extends AutoCloseable {
        /** Has an effect only once. */
        @Override
        void close();
    }

    private static final class Level {
        final FairSeats<CountDownLatch> seats;
        final LongRunning streams;
        final Counter rejected;

        Level(String name, FlowLimits.Share share, MeterRegistry meters) {
            seats = new FairSeats<>(share);
            streams = new LongRunning(share);
            rejected = Counter.builder("apiserver.flow.rejected")
                    .description("requests answered with 429")
                    .tag("level", name)
                    .register(meters);
            meters.gauge(
                    "apiserver.flow.working",
                    io.micrometer.core.instrument.Tags.of("level", name),
                    this,
                    each -> each.count(each.seats::working));
            meters.gauge(
                    "apiserver.flow.queued",
                    io.micrometer.core.instrument.Tags.of("level", name),
                    this,
                    each -> each.count(each.seats::queued));
            meters.gauge(
                    "apiserver.flow.streams",
                    io.micrometer.core.instrument.Tags.of("level", name),
                    streams,
                    LongRunning::all);
        }

        private double count(java.util.function.IntSupplier what) {
            synchronized (seats) {
                return what.getAsInt();
            }
        }
    }

    public FlowControl(FlowLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.users = new Level("users", limits.users(), meters);
        this.system = new Level("system", limits.system(), meters);
        this.rates = new Rates(limits.requestsPerSecond(), limits.burst());
    }

    /**
     * Waits for the request's turn.
     *
     * @param bodyBytes what the request's body takes
     * @throws StatusException 429 if it would have to wait too long
     */
    public Permit enter(UserInfo user, AccessAttributes access, boolean longRunning, long bodyBytes) {
        if (probe(access)) {
            return () -> {};
        }
        boolean master = user.in(UserInfo.MASTERS);
        Level level = master ? system : users;
        if (!master && !rates.take(user.name(), System.nanoTime())) {
            throw refused(level);
        }
        return longRunning
                ? stream(level, user.name())
                : seat(level, new Flow(user.name(), Flow.Kind.of(access.verb())), bodyBytes);
    }

    private static boolean probe(AccessAttributes access) {
        return access instanceof AccessAttributes.NonResource(String verb, String path)
                && verb.equals("get")
                && (path.startsWith("/livez") || path.startsWith("/readyz") || path.startsWith("/healthz"));
    }

    private static Permit stream(Level level, String user) {
        if (!level.streams.begin(user)) {
            throw refused(level);
        }
        return once(() -> level.streams.end(user));
    }

    private Permit seat(Level level, Flow flow, long bodyBytes) {
        CountDownLatch turn = new CountDownLatch(1);
        FairSeats.Outcome outcome;
        synchronized (level.seats) {
            outcome = level.seats.offer(flow, bodyBytes, turn);
        }
        switch (outcome) {
            case ADMITTED -> {}
            case QUEUED -> await(level, flow, turn);
            case FLOW_FULL, FULL -> throw refused(level);
        }
        return once(() -> {
            synchronized (level.seats) {
                level.seats.release(flow, bodyBytes).forEach(CountDownLatch::countDown);
            }
        });
    }

    private void await(Level level, Flow flow, CountDownLatch turn) {
        boolean came = false;
        try {
            came = turn.await(limits.queueWaitMax().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!came) {
            synchronized (level.seats) {
                if (level.seats.withdraw(flow, turn)) {
                    level.seats.next().forEach(CountDownLatch::countDown);
                    throw refused(level);
                }
            }
        }
    }

    private static StatusException refused(Level level) {
        level.rejected.increment();
        return StatusError.tooManyRequests(REFUSAL, RETRY_AFTER_SECONDS).exception();
    }

    private static Permit once(Runnable release) {
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        };
    }
}
