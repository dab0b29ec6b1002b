package dev.flotilla.cli.bench;

import dev.flotilla.cli.client.KubeClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** When each workload was first seen in one member, by a watch on it. Times are {@link System#nanoTime}. */
final class Arrivals implements AutoCloseable {
    private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
    private final CountDownLatch missing;
    private final AutoCloseable watch;

    Arrivals(KubeClient member, int expected) {
        this.missing = new CountDownLatch(expected);
        this.watch = member.follow(
                "/apis/apps/v1/namespaces/" + SpineWorkload.NAMESPACE + "/deployments?watch=true&timeoutSeconds=3600",
                this::onEvent);
    }

    boolean awaitAll(long deadlineNanos) throws InterruptedException {
        return missing.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** @throws NullPointerException if it was not seen */
    long seenAt(String name) {
        return java.util.Objects.requireNonNull(seenAt.get(name), name);
    }

    int count() {
        return seenAt.size();
    }

    private void onEvent(JsonNode event) {
        if (event.path("type").asString("").equals("ADDED")) {
            String name = event.path("object").path("metadata").path("name").asString("");
            if (seenAt.putIfAbsent(name, System.nanoTime()) == null) {
                missing.countDown();
            }
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
