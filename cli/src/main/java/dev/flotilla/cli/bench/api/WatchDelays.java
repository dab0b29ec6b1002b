package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thousand watchers while objects change at a steady rate: some see everything, the rest one object each. A delay
 * goes from the moment a change is sent to the moment a watcher has read of it.
 */
final class WatchDelays {
    private static final int OPEN_SECONDS_MAX = 60;
    private static final int ARRIVE_SECONDS_MAX = 60;
    private static final int TICK_MS = 10;
    private static final int MS_PER_S = 1000;
    private static final byte[] MARK = "\"n\":\"".getBytes(StandardCharsets.UTF_8);

    /** @param seeingAll how many of the watchers see every change */
    record Plan(int watchers, int seeingAll, int perSecond, Duration time) {
        int single() {
            return watchers - seeingAll;
        }

        int changes() {
            return (int) (perSecond * time.toSeconds());
        }
    }

    /**
     * What came of it.
     *
     * @param unsent changes that the server did not take
     * @param missing events that had not come a minute after the last change
     */
    record Result(double p50Ms, double p99Ms, double changesPerSecond, int unsent, int missing) {}

    private final Vertx vertx;
    private final HttpClient watching;
    private final HttpClient writing;
    private final String namespace;
    private final Plan plan;
    private final long[] sentAt;
    private final long[] delays;
    private final CountDownLatch missing;
    private volatile int arrived;
    private int sent;
    private int refused;
    private long lastArrival;

    private WatchDelays(Vertx vertx, HttpClient watching, HttpClient writing, String namespace, Plan plan) {
        this.vertx = vertx;
        this.watching = watching;
        this.writing = writing;
        this.namespace = namespace;
        this.plan = plan;
        this.sentAt = new long[plan.changes()];
        int events = plan.changes() * (plan.seeingAll() + 1);
        this.delays = new long[events];
        this.missing = new CountDownLatch(events);
    }

    /** The namespace must hold the objects {@code map-0} to {@code map-(single - 1)} and no others. */
    static Result measure(Vertx vertx, HttpClient watching, HttpClient writing, String namespace, Plan plan) {
        return new WatchDelays(vertx, watching, writing, namespace, plan).run();
    }

    private Result run() {
        List<Future<Void>> open = new ArrayList<>();
        for (int number = 0; number < plan.seeingAll(); number++) {
            open.add(watch(""));
        }
        for (int number = 0; number < plan.single(); number++) {
            open.add(watch("&fieldSelector=metadata.name%3Dmap-" + number));
        }
        Connections.await(Future.all(open), OPEN_SECONDS_MAX);
        long started = System.nanoTime();
        vertx.setPeriodic(TICK_MS, timer -> {
            for (int each = 0; each < plan.perSecond() * TICK_MS / MS_PER_S && sent < sentAt.length; each++) {
                change(sent++);
            }
            if (sent == sentAt.length) {
                vertx.cancelTimer(timer);
            }
        });
        awaitAll();
        if (arrived == 0) {
            throw new UserError("no watch event arrived within " + ARRIVE_SECONDS_MAX + " s after the last change");
        }
        long[] seen = java.util.Arrays.copyOf(delays, arrived);
        return new Result(
                Samples.quantileMs(seen, 0.5),
                Samples.quantileMs(seen, 0.99),
                (sentAt.length - refused) / ((lastArrival - started) / 1e9),
                refused,
                (int) missing.getCount());
    }

    private void awaitAll() {
        try {
            boolean _ = missing.await(plan.time().toSeconds() + ARRIVE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    private void change(int number) {
        String path = Objects.configMaps(namespace) + "/map-" + number % plan.single();
        Buffer patch = Buffer.buffer("{\"data\":{\"n\":\"" + number + "\"}}");
        sentAt[number] = System.nanoTime();
        writing.request(new RequestOptions().setMethod(HttpMethod.PATCH).setURI(path))
                .compose(request -> request.putHeader("Content-Type", "application/merge-patch+json")
                        .send(patch))
                .compose(response -> response.end().map(_ -> response.statusCode() / 100 == 2))
                .onComplete(answer -> {
                    if (answer.failed() || !answer.result()) {
                        refused++;
                        for (int each = 0; each <= plan.seeingAll(); each++) {
                            missing.countDown();
                        }
                    }
                });
    }

    private Future<Void> watch(String selector) {
        RecordParser lines = RecordParser.newDelimited("\n", this::event);
        return watching.request(HttpMethod.GET, Objects.configMaps(namespace) + "?watch=true" + selector)
                .compose(request -> request.send())
                .compose(response -> {
                    if (response.statusCode() != 200) {
                        return Future.failedFuture("a watch was refused: " + response.statusCode());
                    }
                    response.handler(lines);
                    return Future.succeededFuture();
                });
    }

    /** Runs on the one thread of the connections. */
    private void event(Buffer line) {
        long now = System.nanoTime();
        int number = number(line.getBytes());
        int before = arrived;
        if (number >= 0 && before < delays.length) {
            delays[before] = now - sentAt[number];
            arrived = before + 1;
            lastArrival = now;
            missing.countDown();
        }
    }

    /** @return -1 for an object as it was before the first change */
    static int number(byte[] line) {
        for (int at = 0; at + MARK.length < line.length; at++) {
            if (matches(line, at)) {
                int number = 0;
                for (int digit = at + MARK.length; line[digit] != '"'; digit++) {
                    number = number * 10 + line[digit] - '0';
                }
                return number;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] line, int from) {
        for (int at = 0; at < MARK.length; at++) {
            if (line[from + at] != MARK[at]) {
                return false;
            }
        }
        return true;
    }
}
