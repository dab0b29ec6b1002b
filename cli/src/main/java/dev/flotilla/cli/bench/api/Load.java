package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Clients that each have one request under way at a time, on a keep-alive connection of its own: the next is sent when
 * the answer to the one before has been read to its end. All of them share one thread.
 */
final class Load {
    private static final int STALLED_SECONDS_MAX = 60;

    /**
     * One request.
     *
     * @param body null for none
     */
    record Call(HttpMethod method, String path, @Nullable Buffer body) {
        static Call get(String path) {
            return new Call(HttpMethod.GET, path, null);
        }

        static Call post(String path, Buffer json) {
            return new Call(HttpMethod.POST, path, json);
        }
    }

    private final Vertx vertx;
    private final HttpClient client;
    private final IntFunction<Call> calls;
    private final long deadline;
    private final int callsMax;
    private final Samples samples = new Samples();
    private int issued;
    private @Nullable String failure;

    private Load(Vertx vertx, HttpClient client, IntFunction<Call> calls, long deadline, int callsMax) {
        this.vertx = vertx;
        this.client = client;
        this.calls = calls;
        this.deadline = deadline;
        this.callsMax = callsMax;
    }

    /** As many calls as can be made in a time; those under way at its end are waited for. */
    static Samples during(Duration time, Vertx vertx, HttpClient client, int clients, IntFunction<Call> calls) {
        return new Load(vertx, client, calls, System.nanoTime() + time.toNanos(), Integer.MAX_VALUE)
                .run(clients, time.plusSeconds(STALLED_SECONDS_MAX));
    }

    /** A number of calls, however long they take. */
    static Samples count(int number, Vertx vertx, HttpClient client, int clients, IntFunction<Call> calls) {
        return new Load(vertx, client, calls, Long.MAX_VALUE, number).run(clients, Duration.ofMinutes(10));
    }

    private Samples run(int clients, Duration patience) {
        samples.begin();
        Promise<Void> started = Promise.promise();
        vertx.runOnContext(_ -> {
            List<Future<Void>> all = new ArrayList<>();
            for (int number = 0; number < clients; number++) {
                Promise<Void> done = Promise.promise();
                all.add(done.future());
                next(done);
            }
            Future.all(all).<Void>mapEmpty().onComplete(started);
        });
        Connections.await(started.future(), patience.toSeconds());
        samples.end();
        if (failure != null) {
            throw new UserError("the load stopped: " + failure);
        }
        return samples;
    }

    private void next(Promise<Void> done) {
        if (failure != null || issued >= callsMax || System.nanoTime() >= deadline) {
            done.complete();
            return;
        }
        int number = issued++;
        Call call = calls.apply(number);
        long sent = System.nanoTime();
        client.request(new RequestOptions().setMethod(call.method()).setURI(call.path()))
                .compose(request -> call.body() == null
                        ? request.send()
                        : request.putHeader("Content-Type", "application/json").send(call.body()))
                .compose(response -> answered(response))
                .onComplete(read -> {
                    if (read.failed()) {
                        failure = call.method() + " " + call.path() + ": "
                                + read.cause().getMessage();
                    } else {
                        samples.add(number, sent, System.nanoTime(), read.result());
                    }
                    next(done);
                });
    }

    /** Reads the answer and keeps nothing of it but its length. */
    private static Future<Long> answered(HttpClientResponse response) {
        if (response.statusCode() / 100 != 2) {
            return response.body().compose(body -> Future.failedFuture(response.statusCode() + " " + body));
        }
        long[] bytes = {0};
        response.handler(part -> bytes[0] += part.length());
        return response.end().map(_ -> bytes[0]);
    }
}
