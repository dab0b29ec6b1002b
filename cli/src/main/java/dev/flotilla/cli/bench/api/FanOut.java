package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches of one namespace, each on a connection of its own, while objects are created in it. */
final class FanOut {
    private static final byte[] NAME = "\"name\":\"fan-".getBytes(StandardCharsets.UTF_8);
    private static final int OPEN_SECONDS_MAX = 60;
    private static final int ARRIVE_SECONDS_MAX = 180;
    private static final double NANOS_PER_S = 1e9;

    /** Latencies go from the sending of a creation to its event's arrival at one watcher. */
    record Result(double eventsPerSecond, double p50Ms, double p99Ms) {}

    private final int watchers;
    private final int objects;
    private final long[] arrivedAt;
    private final int[] numbers;
    private final CountDownLatch missing;
    private int arrived;

    private FanOut(int watchers, int objects) {
        this.watchers = watchers;
        this.objects = objects;
        this.arrivedAt = new long[watchers * objects];
        this.numbers = new int[watchers * objects];
        this.missing = new CountDownLatch(watchers * objects);
    }

    /** @param writers how many create at a time: enough, or the figures are those of a few writers' waiting */
    static Result measure(
            Vertx vertx,
            HttpClient watching,
            HttpClient writing,
            int writers,
            String namespace,
            int watchers,
            int objects) {
        return new FanOut(watchers, objects).run(vertx, watching, writing, writers, namespace);
    }

    private Result run(Vertx vertx, HttpClient watching, HttpClient writing, int writers, String namespace) {
        List<Future<Void>> open = new ArrayList<>();
        for (int number = 0; number < watchers; number++) {
            open.add(watch(watching, namespace));
        }
        Connections.await(Future.all(open), OPEN_SECONDS_MAX);
        Samples created = Load.count(
                objects,
                vertx,
                writing,
                writers,
                number -> Load.Call.post(Objects.configMaps(namespace), Objects.configMap("fan-" + number)));
        awaitAll();
        long last = 0;
        long[] nanos = new long[arrivedAt.length];
        for (int event = 0; event < nanos.length; event++) {
            nanos[event] = arrivedAt[event] - created.sentAt(numbers[event]);
            last = Math.max(last, arrivedAt[event]);
        }
        return new Result(
                nanos.length / ((last - created.startedAt()) / NANOS_PER_S),
                Samples.quantileMs(nanos, 0.5),
                Samples.quantileMs(nanos, 0.99));
    }

    private Future<Void> watch(HttpClient client, String namespace) {
        return client.request(
                        HttpMethod.GET,
                        Objects.configMaps(namespace) + "?watch=true&fieldSelector=metadata.name!%3Dkube-root-ca.crt")
                .compose(request -> request.send())
                .compose(response -> {
                    if (response.statusCode() != 200) {
                        return Future.failedFuture("a watch was refused: " + response.statusCode());
                    }
                    response.handler(RecordParser.newDelimited("\n", this::event));
                    return Future.succeededFuture();
                });
    }

    /** Runs on the one thread of the connections. */
    private void event(Buffer line) {
        long now = System.nanoTime();
        int number = number(line.getBytes());
        if (number >= 0 && arrived < arrivedAt.length) {
            arrivedAt[arrived] = now;
            numbers[arrived++] = number;
            missing.countDown();
        }
    }

    private static int number(byte[] line) {
        for (int at = 0; at + NAME.length < line.length; at++) {
            if (line[at] == '"' && matches(line, at)) {
                int number = 0;
                for (int digit = at + NAME.length; line[digit] != '"'; digit++) {
                    number = number * 10 + line[digit] - '0';
                }
                return number;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] line, int from) {
        for (int at = 0; at < NAME.length; at++) {
            if (line[from + at] != NAME[at]) {
                return false;
            }
        }
        return true;
    }

    private void awaitAll() {
        try {
            if (!missing.await(ARRIVE_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new UserError(missing.getCount() + " of " + arrivedAt.length
                        + " watch events did not arrive within " + ARRIVE_SECONDS_MAX + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }
}
