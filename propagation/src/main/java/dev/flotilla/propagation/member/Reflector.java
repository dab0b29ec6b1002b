package dev.flotilla.propagation.member;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.propagation.MemberKind;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the objects of one kind that bear a label: lists them, watches from there, lists again when the member has
 * forgotten where the watch was, and waits longer each time it fails. Objects stay JSON trees: a hub with hundreds of
 * members keeps no second copy of what they hold.
 */
final class Reflector implements MemberClient.Following {
    /** What is asked: a collection's URL and the query that selects from it. */
    record Source(HttpClient http, String url, String query) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Reflector.class);
    private static final long LIST_SECONDS_MAX = 30;
    private static final int WATCH_SECONDS = 300;
    private static final long WAIT_MS_MIN = 100;
    private static final long WAIT_MS_MAX = 5_000;

    private final Source source;
    private final MemberKind kind;
    private final MemberWatcher watcher;
    private final Vertx vertx;
    private final Executor executor;
    private volatile boolean closed;
    private volatile @Nullable AsyncBody body;
    private int failures;

    Reflector(Source source, MemberKind kind, MemberWatcher watcher, Vertx vertx, Executor executor) {
        this.source = source;
        this.kind = kind;
        this.watcher = watcher;
        this.vertx = vertx;
        this.executor = executor;
    }

    void start() {
        executor.execute(this::list);
    }

    @Override
    public void close() {
        closed = true;
        AsyncBody running = body;
        if (running != null) {
            running.cancel();
        }
    }

    private void list() {
        if (closed) {
            return;
        }
        HttpRequest request = source.http()
                .newHttpRequestBuilder()
                .uri(source.url() + "?" + source.query())
                .timeout(LIST_SECONDS_MAX, TimeUnit.SECONDS)
                .build();
        var _ = source.http().sendAsync(request, byte[].class).whenCompleteAsync(this::listed, executor);
    }

    private void listed(@Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (response == null || !response.isSuccessful()) {
            retry(
                    "list",
                    failure == null ? "HTTP " + (response == null ? 0 : response.code()) : Failures.rootOf(failure));
            return;
        }
        ObjectNode list = ObjectJson.parse(response.body());
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            objects.add(typed((ObjectNode) item));
        }
        watcher.onListed(kind, objects);
        failures = 0;
        watch(list.path("metadata").path("resourceVersion").asString(""));
    }

    /** Items of a list omit what the list says for all of them. */
    private ObjectNode typed(ObjectNode item) {
        return item.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    }

    private void watch(String from) {
        Lines lines = new Lines(from);
        HttpRequest request = source.http()
                .newHttpRequestBuilder()
                .uri(source.url() + "?" + source.query() + "&watch=true&allowWatchBookmarks=true&resourceVersion="
                        + from + "&timeoutSeconds=" + WATCH_SECONDS)
                .forStreaming()
                .build();
        var _ = source.http()
                .consumeBytes(request, (buffers, running) -> {
                    buffers.forEach(lines::add);
                    running.consume();
                })
                .whenComplete((response, failure) -> watching(response, failure, lines));
    }

    private void watching(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable failure, Lines lines) {
        if (response == null) {
            retry("watch", failure == null ? "no answer" : Failures.rootOf(failure));
            return;
        }
        AsyncBody running = response.body();
        body = running;
        if (closed || !response.isSuccessful()) {
            running.cancel();
            if (!closed) {
                retry("watch", "HTTP " + response.code());
            }
            return;
        }
        var _ = running.done().whenCompleteAsync((_, broken) -> ended(broken, lines), executor);
        running.consume();
    }

    /** A watch that ended by itself goes on where it was; a broken one, or one that is too old, lists anew. */
    private void ended(@Nullable Throwable broken, Lines lines) {
        if (closed) {
            return;
        }
        if (lines.expired) {
            list();
        } else if (broken != null) {
            retry("watch", Failures.rootOf(broken));
        } else {
            vertx.setTimer(WAIT_MS_MIN, _ -> watch(lines.version));
        }
    }

    private void retry(String step, String reason) {
        failures++;
        long wait = Math.min(WAIT_MS_MAX, WAIT_MS_MIN << Math.min(failures, 10));
        long jittered = wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
        LOGGER.atDebug()
                .addKeyValue("url", source.url())
                .addKeyValue("step", step)
                .addKeyValue("reason", reason)
                .addKeyValue("waitMs", jittered)
                .log("not following; listing again");
        vertx.setTimer(jittered, _ -> executor.execute(this::list));
    }

    private void event(ObjectNode event, Lines lines) {
        JsonNode object = event.path("object");
        String type = event.path("type").asString("");
        if (type.equals("ERROR")) {
            lines.expired = true;
            return;
        }
        lines.version = object.path("metadata").path("resourceVersion").asString(lines.version);
        switch (type) {
            case "ADDED", "MODIFIED" -> watcher.onChanged(kind, (ObjectNode) object);
            case "DELETED" -> watcher.onDeleted(kind, (ObjectNode) object);
            default -> {}
        }
    }

    /** Cuts a stream into lines, each of which is one event. */
    private final class Lines {
        private static final int FIRST_BYTES = 8_192;

        private byte[] pending = new byte[FIRST_BYTES];
        private int length;
        private String version;
        private boolean expired;

        Lines(String version) {
            this.version = version;
        }

        void add(ByteBuffer buffer) {
            int from = buffer.position();
            for (int at = from; at < buffer.limit(); at++) {
                if (buffer.get(at) == '\n') {
                    append(buffer, from, at - from);
                    line();
                    from = at + 1;
                }
            }
            append(buffer, from, buffer.limit() - from);
            buffer.position(buffer.limit());
        }

        private void append(ByteBuffer buffer, int from, int count) {
            if (length + count > pending.length) {
                pending = Arrays.copyOf(pending, Math.max(length + count, pending.length * 2));
            }
            buffer.get(from, pending, length, count);
            length += count;
        }

        private void line() {
            if (length > 0 && !closed) {
                event((ObjectNode) ObjectJson.mapper().readTree(pending, 0, length), this);
            }
            length = 0;
        }
    }
}
