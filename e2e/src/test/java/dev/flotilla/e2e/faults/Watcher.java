package dev.flotilla.e2e.faults;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A client that lists and then watches, and goes on at another node, from where it was, whenever a watch ends. */
final class Watcher {
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int WATCH_SECONDS = 2;

    private final FaultyHub hub;
    private final String name;
    private final Predicate<String> keys;
    private final Thread thread;
    private final List<Truth.Change> changes = new ArrayList<>();
    private int node;
    private long from;
    private volatile long seen;
    private volatile boolean ending;
    private volatile Optional<String> lost = Optional.empty();

    /** @param first which node it asks first */
    Watcher(FaultyHub hub, int first, Predicate<String> keys) {
        this.hub = hub;
        this.name = "watcher " + first;
        this.node = first;
        this.keys = keys;
        this.from = listed();
        this.seen = from;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private long listed() {
        KubeClient.Answer answer =
                client().send("GET", Workload.MAPS + "?limit=1", Optional.empty(), "application/json");
        return Long.parseLong(answer.body().at("/metadata/resourceVersion").asString());
    }

    private KubeClient client() {
        return hub.client(FaultyHub.NODES.get(node % FaultyHub.NODES.size()));
    }

    private void run() {
        while (!ending && lost.isEmpty()) {
            try {
                client().download(
                                Workload.MAPS + "?watch=true&timeoutSeconds=" + WATCH_SECONDS + "&resourceVersion="
                                        + seen,
                                new Lines());
            } catch (UserError broken) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            node++;
        }
    }

    private void take(JsonNode event) {
        JsonNode object = event.path("object");
        if (event.path("type").asString().equals("ERROR")) {
            if (object.path("code").asInt() == 410) {
                lost = Optional.of(object.path("message").asString());
            }
            return;
        }
        long version = Long.parseLong(object.at("/metadata/resourceVersion").asString());
        String key = object.at("/metadata/name").asString();
        if (keys.test(key)) {
            Optional<String> value = event.path("type").asString().equals("DELETED")
                    ? Optional.empty()
                    : Optional.of(object.at("/data/value").asString());
            changes.add(new Truth.Change(key, version, value));
        }
        seen = version;
    }

    /** The version of the last event it was sent. */
    long seen() {
        return seen;
    }

    /** Why it could not go on from where it was, if that happened. */
    Optional<String> lost() {
        return lost;
    }

    /** Its present watch is its last; that ends by itself. */
    void finish() {
        ending = true;
    }

    Checker.Seen end() {
        finish();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Checker.Seen(name, from, changes);
    }

    /** Cuts a stream into events. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            if (one == '\n') {
                take(ObjectJson.mapper().readTree(line.toString(StandardCharsets.UTF_8)));
                line.reset();
            } else {
                line.write(one);
            }
        }
    }
}
