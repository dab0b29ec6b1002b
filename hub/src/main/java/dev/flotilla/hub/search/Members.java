package dev.flotilla.hub.search;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.hub.proxy.Upstream;
import dev.flotilla.hub.proxy.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks members, a bounded number at a time, for answers of bounded size within a bounded time. */
final class Members implements AutoCloseable {
    static final int AT_A_TIME_MAX = 16;
    static final int SECONDS_MAX = 10;
    /** Of one member's answer. */
    static final int BYTES_MAX = 64 << 20;
    /** Requests of all callers together. */
    private static final int IN_FLIGHT_MAX = 64;

    private final Upstreams upstreams;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fleet-search-", 0).factory());

    Members(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /** Something to ask. */
    @SuppressWarnings("ArrayRecordComponent") // sent as it is, and never changed
    record Question(HttpMethod method, String target, Map<String, String> headers, byte[] body, UserInfo user) {
        static Question get(String target, String accept, UserInfo user) {
            return new Question(HttpMethod.GET, target, Map.of("Accept", accept), new byte[0], user);
        }
    }

    List<Cluster> clusters() {
        return upstreams.clusters();
    }

    Upstreams upstreams() {
        return upstreams;
    }

    ExecutorService threads() {
        return threads;
    }

    /** Asks all of them at the same time, as far as there is room; the replies are in the clusters' order. */
    List<Reply> ask(Collection<String> clusters, Function<String, Question> question) throws InterruptedException {
        Semaphore room = new Semaphore(AT_A_TIME_MAX);
        List<Callable<Reply>> tasks = new ArrayList<>();
        for (String cluster : clusters) {
            tasks.add(() -> {
                room.acquire();
                try {
                    return ask(cluster, question.apply(cluster));
                } finally {
                    room.release();
                }
            });
        }
        List<Reply> replies = new ArrayList<>();
        for (var each : threads.invokeAll(tasks)) {
            try {
                replies.add(each.get());
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug.getCause());
            }
        }
        return replies;
    }

    Reply ask(String cluster, Question question) throws InterruptedException {
        if (!inFlight.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)) {
            return new Reply.Away(cluster, "the hub is asking too many questions at once");
        }
        try {
            Upstream upstream = upstreams.find(cluster);
            return send(upstream, question)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (StatusException unreachable) {
            return new Reply.Away(cluster, unreachable.status().message());
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return new Reply.Away(cluster, String.valueOf(cause.getMessage()));
        } catch (TimeoutException _) {
            return new Reply.Away(cluster, "no answer within " + SECONDS_MAX + " s");
        } finally {
            inFlight.release();
        }
    }

    private static Future<Reply> send(Upstream upstream, Question question) {
        return upstream.http()
                .request(upstream.request(question.method(), question.target())
                        .setTimeout(TimeUnit.SECONDS.toMillis(SECONDS_MAX)))
                .compose(request -> {
                    question.headers().forEach(request.headers()::add);
                    upstream.identity(question.user())
                            .forEach(header -> request.headers().add(header.name(), header.value()));
                    return request.send(Buffer.buffer(question.body()))
                            .compose(response -> whole(request, response))
                            .map(body -> Reply.of(
                                    upstream.cluster(),
                                    request.response().result().statusCode(),
                                    body));
                });
    }

    private static Future<byte[]> whole(HttpClientRequest request, HttpClientResponse response) {
        Promise<byte[]> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > BYTES_MAX) {
                whole.tryFail("its answer is larger than " + (BYTES_MAX >> 20) + " MiB; ask for pages with limit");
                var _ = request.reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(_ -> whole.tryComplete(body.getBytes()));
        return whole.future();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
