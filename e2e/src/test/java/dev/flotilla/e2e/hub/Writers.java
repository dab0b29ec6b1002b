package dev.flotilla.e2e.hub;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.e2e.process.HubLayout;
import dev.flotilla.e2e.process.NodeProcesses;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/** Creates one ConfigMap after the other, at whichever node takes it, and remembers what was acknowledged. */
final class Writers implements AutoCloseable {
    static final String PATH = "/api/v1/namespaces/default/configmaps";

    private final NodeProcesses nodes;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Thread thread;

    private Writers(NodeProcesses nodes, String prefix) {
        this.nodes = nodes;
        this.thread = Thread.ofVirtual().unstarted(() -> write(prefix));
    }

    static Writers start(NodeProcesses nodes, String prefix) {
        Writers writers = new Writers(nodes, prefix);
        writers.thread.start();
        return writers;
    }

    /** Names, and the versions they were acknowledged with. */
    Map<String, String> acknowledged() {
        return acknowledged;
    }

    private void write(String prefix) {
        int turn = 0;
        for (int number = 0; !enough.get(); number++) {
            String name = prefix + "-" + number;
            while (!enough.get() && !created(HubLayout.NAMES.get(turn % HubLayout.NAMES.size()), name)) {
                turn++;
            }
        }
    }

    private boolean created(String node, String name) {
        ObjectNode map = ObjectJson.mapper().createObjectNode();
        map.put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .putObject("metadata")
                .put("name", name);
        try {
            KubeClient.Answer answer = nodes.client(node).send("POST", PATH, Optional.of(map), "application/json");
            if (answer.ok()) {
                acknowledged.put(
                        name, answer.body().at("/metadata/resourceVersion").asString());
            }
            // Who was told nothing, and finds it there, asked twice.
            return answer.ok() || answer.status() == 409;
        } catch (UserError away) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        enough.set(true);
        thread.join();
    }
}
