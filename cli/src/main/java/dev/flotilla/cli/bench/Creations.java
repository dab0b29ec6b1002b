package dev.flotilla.cli.bench;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run of creations in the hub. Times are {@link System#nanoTime}.
 *
 * @param acknowledgedAt by name
 */
record Creations(long startedAt, long endedAt, Map<String, Long> acknowledgedAt) {
    private static final String PATH = "/apis/apps/v1/namespaces/" + SpineWorkload.NAMESPACE + "/deployments";

    Creations {
        acknowledgedAt = Map.copyOf(acknowledgedAt);
    }

    /**
     * One after the other: the next begins when the one before has arrived and a gap has passed.
     *
     * @param arrived waits until the workload of that name is where it has to be
     */
    static Creations single(
            KubeClient hub, String prefix, int count, int members, long gapMs, Consumer<String> arrived) {
        Map<String, Long> acknowledgedAt = new ConcurrentHashMap<>();
        long startedAt = System.nanoTime();
        for (ObjectNode object : objects(prefix, count, members)) {
            create(hub, object, acknowledgedAt);
            arrived.accept(object.path("metadata").path("name").asString(""));
            Waiting.pause(gapMs);
        }
        return new Creations(startedAt, System.nanoTime(), acknowledgedAt);
    }

    /** As many at a time as {@code concurrency} says, as fast as the hub takes them. */
    static Creations burst(KubeClient hub, String prefix, int count, int members, int concurrency)
            throws InterruptedException {
        List<ObjectNode> objects = objects(prefix, count, members);
        Map<String, Long> acknowledgedAt = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        long startedAt = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < concurrency; client++) {
                running.add(clients.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        create(hub, objects.get(i), acknowledgedAt);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UserError error) {
                throw error;
            }
            throw new IllegalStateException("a client of the benchmark failed", failed);
        }
        return new Creations(startedAt, System.nanoTime(), acknowledgedAt);
    }

    private static List<ObjectNode> objects(String prefix, int count, int members) {
        return IntStream.range(0, count)
                .mapToObj(number -> SpineWorkload.deployment(prefix + "-" + number, members))
                .toList();
    }

    private static void create(KubeClient hub, ObjectNode object, Map<String, Long> acknowledgedAt) {
        post(hub, PATH, object);
        acknowledgedAt.put(object.path("metadata").path("name").asString(""), System.nanoTime());
    }

    static void post(KubeClient hub, String path, ObjectNode object) {
        KubeClient.Answer answer = hub.send("POST", path, Optional.of(object), "application/json");
        if (!answer.ok()) {
            throw new UserError(
                    "the hub refused " + object.path("metadata").path("name").asString("") + ": " + answer.message());
        }
    }
}
