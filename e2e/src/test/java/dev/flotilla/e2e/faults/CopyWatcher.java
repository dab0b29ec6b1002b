package dev.flotilla.e2e.faults;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.cli.client.KubeClient;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;

/** Watches what becomes of the hub's copies in a member, past the hub. */
final class CopyWatcher implements AutoCloseable {
    private final String member;
    private final Queue<Copies.Event> events = new ConcurrentLinkedQueue<>();
    private final AutoCloseable watch;

    private CopyWatcher(String member, KubeClient client) {
        this.member = member;
        String version = client.get(Workload.MAPS)
                .orElseThrow()
                .at("/metadata/resourceVersion")
                .asString();
        this.watch = client.follow(
                Workload.MAPS + "?watch=true&timeoutSeconds=86400&resourceVersion=" + version, this::take);
    }

    static CopyWatcher start(String member, KubeClient client) {
        return new CopyWatcher(member, client);
    }

    private void take(JsonNode event) {
        JsonNode object = event.path("object");
        JsonNode metadata = object.path("metadata");
        String stamp = metadata.path("annotations").path(Marks.INPUT_VERSION).asString("");
        if (!stamp.isEmpty()) {
            events.add(new Copies.Event(
                    member,
                    Copies.What.valueOf(event.path("type").asString()),
                    metadata.path("name").asString(),
                    metadata.path("uid").asString(),
                    object.at("/data/value").asString(""),
                    Long.parseLong(stamp),
                    System.nanoTime()));
        }
    }

    List<Copies.Event> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (Exception ended) {
            // It is over either way.
        }
    }
}
