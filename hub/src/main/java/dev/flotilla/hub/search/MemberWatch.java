package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.hub.proxy.Upstream;
import dev.flotilla.hub.proxy.Upstreams;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows one member, again and again from where it was left, until told to end. One event is asked for at a time: a
 * client that is slow makes the member wait.
 */
final class MemberWatch implements Runnable {
    private static final int EVENT_BYTES_MAX = 8 << 20;
    private static final Duration PAUSE_MIN = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(15);
    private static final byte[] END = {};

    private final Upstreams upstreams;
    private final String cluster;
    private final FleetQuestion question;
    private final Listener listener;

    /** Whom it serves. */
    interface Listener {
        void event(ObjectNode event) throws InterruptedException;

        /** The member cannot be followed for now. */
        void away() throws InterruptedException;

        boolean done();

        /** Where it was left; empty to begin at the start. */
        String version();
    }

    MemberWatch(Upstreams upstreams, String cluster, FleetQuestion question, Listener listener) {
        this.upstreams = upstreams;
        this.cluster = cluster;
        this.question = question;
        this.listener = listener;
    }

    @Override
    public void run() {
        Duration pause = PAUSE_MIN;
        try {
            while (!listener.done()) {
                boolean seen = once();
                if (!seen) {
                    listener.away();
                }
                pause = seen ? PAUSE_MIN : pause.multipliedBy(2);
                pause = pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the member was there */
    private boolean once() throws InterruptedException {
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        BlockingQueue<byte[]> events = new ArrayBlockingQueue<>(2);
        try {
            RecordParser[] parser = new RecordParser[1];
            HttpClientResponse response = open(sent, events, parser);
            if (response.statusCode() != 200) {
                return refused(response.statusCode());
            }
            while (!listener.done()) {
                byte[] event = events.take();
                if (event.length == 0) {
                    return true;
                }
                listener.event(ObjectJson.parse(event));
                parser[0].fetch(1);
            }
            return true;
        } catch (ExecutionException
                | TimeoutException
                | StatusException
                | JacksonException
                | IllegalArgumentException gone) {
            return false;
        } finally {
            HttpClientRequest request = sent.get();
            if (request != null) {
                var _ = request.reset();
            }
        }
    }

    private boolean refused(int code) throws InterruptedException {
        if (code == 410) {
            listener.event(ObjectJson.mapper()
                    .createObjectNode()
                    .put("type", "ERROR")
                    .set(
                            "object",
                            StatusError.expired(
                                            "cluster \"" + cluster + "\" has forgotten where it was left; list again")
                                    .toJson()));
        }
        return false;
    }

    private HttpClientResponse open(
            AtomicReference<@Nullable HttpClientRequest> sent, BlockingQueue<byte[]> events, RecordParser[] parser)
            throws ExecutionException, InterruptedException, TimeoutException {
        Upstream upstream = upstreams.find(cluster);
        return upstream.http()
                .request(upstream.request(HttpMethod.GET, target()))
                .compose(request -> {
                    sent.set(request);
                    request.putHeader("Accept", question.accept());
                    upstream.identity(question.user())
                            .forEach(header -> request.headers().add(header.name(), header.value()));
                    return request.send().map(response -> {
                        parser[0] = RecordParser.newDelimited("\n", response).maxRecordSize(EVENT_BYTES_MAX);
                        parser[0].pause();
                        parser[0].exceptionHandler(_ -> end(events));
                        parser[0].endHandler(_ -> end(events));
                        parser[0].handler(line -> {
                            byte[] bytes = line.getBytes();
                            boolean _ = bytes.length > 0 && events.offer(bytes);
                        });
                        parser[0].fetch(1);
                        return response;
                    });
                })
                .toCompletionStage()
                .toCompletableFuture()
                .get(Members.SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static void end(BlockingQueue<byte[]> events) {
        boolean _ = events.offer(END);
    }

    private String target() {
        Map<String, String> changed = new HashMap<>();
        String version = listener.version();
        changed.put("watch", "true");
        changed.put("resourceVersion", version);
        changed.put("timeoutSeconds", "");
        changed.put("limit", "");
        changed.put("continue", "");
        if (!version.isEmpty() && !version.equals("0")) {
            changed.put("sendInitialEvents", "");
            changed.put("resourceVersionMatch", "");
        }
        return question.target(changed);
    }
}
