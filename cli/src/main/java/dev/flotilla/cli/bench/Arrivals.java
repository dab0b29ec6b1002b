package dev.flotilla.cli.bench;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * When each workload was first seen in one member, by a watch on it: the moment its line was read, nothing is polled.
 * Times are {@link System#nanoTime}.
 */
final class Arrivals implements AutoCloseable {
    private final Map<String, CompletableFuture<Long>> seenAt = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final String cluster;
    private final LastingWatch watch;

    Arrivals(String cluster, KubeClient member) {
        this.cluster = cluster;
        this.watch = new LastingWatch(
                member,
                "/apis/apps/v1/namespaces/" + SpineWorkload.NAMESPACE + "/deployments?watch=true&timeoutSeconds=3600",
                this::onLine);
    }

    String cluster() {
        return cluster;
    }

    int count() {
        return count.get();
    }

    /** Waits for it, if need be. */
    long seenAt(String name, Duration patience) {
        try {
            return arrival(name).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException missing) {
            throw new UserError(
                    name + " is not in " + cluster + " after " + patience.toSeconds() + " s; see the hub's log",
                    missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CompletableFuture<Long> arrival(String name) {
        return seenAt.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    /** Most lines tell of statuses, and are not parsed: the load shares its processors with what it measures. */
    private void onLine(String line) {
        long now = System.nanoTime();
        if (!line.contains("\"ADDED\"")) {
            return;
        }
        JsonNode event = ObjectJson.mapper().readTree(line);
        if (event.path("type").asString("").equals("ADDED")) {
            String name = event.path("object").path("metadata").path("name").asString("");
            if (arrival(name).complete(now)) {
                count.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
