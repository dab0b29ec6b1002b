package dev.flotilla.cli.bench;

import dev.flotilla.cli.client.KubeClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** When each workload was first seen in one member, by a watch on it. Times are {@link System#nanoTime}. */
final class Arrivals implements AutoCloseable {
    private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
    private final String cluster;
    private final AutoCloseable watch;

    Arrivals(String cluster, KubeClient member) {
        this.cluster = cluster;
        this.watch = member.follow(
                "/apis/apps/v1/namespaces/" + SpineWorkload.NAMESPACE + "/deployments?watch=true&timeoutSeconds=3600",
                this::onEvent);
    }

    String cluster() {
        return cluster;
    }

    int count() {
        return seenAt.size();
    }

    /** @throws NullPointerException if it was not seen */
    long seenAt(String name) {
        return Objects.requireNonNull(seenAt.get(name), name);
    }

    private void onEvent(JsonNode event) {
        if (event.path("type").asString("").equals("ADDED")) {
            String name = event.path("object").path("metadata").path("name").asString("");
            seenAt.putIfAbsent(name, System.nanoTime());
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
