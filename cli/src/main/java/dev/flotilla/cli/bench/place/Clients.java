package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import tools.jackson.databind.node.ObjectNode;

/** Clients of a hub at work together. */
final class Clients {
    private Clients() {}

    /** Does something for each number below {@code count}, as many at a time as there are clients. */
    static void each(int clients, int count, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        work.accept(number);
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
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    static void send(KubeClient hub, String method, String path, ObjectNode body, String contentType) {
        KubeClient.Answer answer = hub.send(method, path, Optional.of(body), contentType);
        if (!answer.ok()) {
            throw new UserError("the hub refused " + method + " " + path + ": " + answer.message());
        }
    }
}
