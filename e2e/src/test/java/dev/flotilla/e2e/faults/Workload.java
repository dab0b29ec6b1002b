package dev.flotilla.e2e.faults;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.e2e.faults.Operation.Kind;
import dev.flotilla.e2e.faults.Operation.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients that create, replace, delete, read and list a few keys through all nodes, and write down what they are told.
 */
final class Workload {
    static final String PREFIX = "fault-";
    static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int CLIENTS = 8;
    private static final int KEYS = 12;
    private static final long PACE_NANOS = 5_000_000;

    private final FaultyHub hub;
    private final String prefix;
    private final long seed;
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    /** @param seed gives the keys their names too, so that no two workloads share any */
    Workload(FaultyHub hub, long seed) {
        this.hub = hub;
        this.seed = seed;
        this.prefix = PREFIX + seed + "-";
    }

    /** Whether a key is one of this workload's. */
    boolean owns(String key) {
        return key.startsWith(prefix);
    }

    void start() {
        for (int number = 0; number < CLIENTS; number++) {
            Client client = new Client(number, new Random(seed * CLIENTS + number));
            threads.add(Thread.startVirtualThread(client::run));
        }
    }

    /** Ends when each client has its last answer. */
    List<Operation> end() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return List.copyOf(operations);
    }

    int count() {
        return operations.size();
    }

    /** One client, with one question at a time. */
    private final class Client {
        private final int number;
        private final Random random;
        private int values;

        Client(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        void run() {
            while (!ending) {
                String node = FaultyHub.NODES.get(random.nextInt(FaultyHub.NODES.size()));
                if (random.nextInt(10) == 0) {
                    list(node);
                } else {
                    Optional<Operation> found = read(node, prefix + random.nextInt(KEYS));
                    if (found.isPresent() && random.nextInt(3) > 0) {
                        change(node, found.get());
                    }
                }
                LockSupport.parkNanos(PACE_NANOS);
            }
        }

        private Optional<Operation> read(String node, String key) {
            long start = System.nanoTime();
            Optional<KubeClient.Answer> answer = ask(node, "GET", MAPS + "/" + key, Optional.empty());
            long end = System.nanoTime();
            if (answer.filter(each -> each.ok() || each.status() == 404).isEmpty()) {
                return Optional.empty();
            }
            Operation read = read(node, key, answer.get(), answer.get().body(), start, end);
            operations.add(read);
            return Optional.of(read);
        }

        private Operation read(
                String node, String key, KubeClient.Answer answer, JsonNode object, long start, long end) {
            boolean there = object.path("kind").asString("ConfigMap").equals("ConfigMap");
            return new Operation(
                    Kind.READ,
                    node,
                    key,
                    there ? Optional.of(object.at("/data/value").asString()) : Optional.empty(),
                    0,
                    answer.warnings().isEmpty() ? Told.DONE : Told.STALE,
                    there ? version(object) : 0,
                    start,
                    end,
                    Integer.toString(answer.status()));
        }

        /** What a list shows of each key was there at one moment; so was the absence of those it does not show. */
        private void list(String node) {
            long start = System.nanoTime();
            Optional<KubeClient.Answer> answer = ask(node, "GET", MAPS, Optional.empty());
            long end = System.nanoTime();
            if (answer.filter(KubeClient.Answer::ok).isEmpty()) {
                return;
            }
            Map<String, JsonNode> shown = new HashMap<>();
            answer.get()
                    .body()
                    .path("items")
                    .forEach(item -> shown.put(item.at("/metadata/name").asString(), item));
            Set<String> keys = new HashSet<>();
            for (int key = 0; key < KEYS; key++) {
                keys.add(prefix + key);
            }
            JsonNode absent = ObjectJson.mapper().createObjectNode().put("kind", "Status");
            keys.forEach(
                    key -> operations.add(read(node, key, answer.get(), shown.getOrDefault(key, absent), start, end)));
        }

        private void change(String node, Operation found) {
            if (found.value().isEmpty()) {
                write(Kind.CREATE, node, found, "POST", MAPS);
            } else if (random.nextInt(5) == 0) {
                delete(node, found);
            } else {
                write(Kind.UPDATE, node, found, "PUT", MAPS + "/" + found.key());
            }
        }

        private void write(Kind kind, String node, Operation found, String method, String path) {
            String value = number + "." + values++;
            ObjectNode map = ObjectJson.mapper().createObjectNode();
            map.put("apiVersion", "v1").put("kind", "ConfigMap");
            ObjectNode metadata = map.putObject("metadata").put("name", found.key());
            if (FaultyMembers.copied(found.key())) {
                metadata.putObject("labels").put(FaultyMembers.COPIED, "yes");
            }
            if (kind == Kind.UPDATE) {
                metadata.put("resourceVersion", Long.toString(found.version()));
            }
            map.putObject("data").put("value", value);
            record(kind, node, found, Optional.of(value), method, path, map);
        }

        private void delete(String node, Operation found) {
            ObjectNode options = ObjectJson.mapper().createObjectNode();
            options.put("apiVersion", "v1").put("kind", "DeleteOptions");
            options.putObject("preconditions").put("resourceVersion", Long.toString(found.version()));
            record(Kind.DELETE, node, found, Optional.empty(), "DELETE", MAPS + "/" + found.key(), options);
        }

        private void record(
                Kind kind,
                String node,
                Operation found,
                Optional<String> value,
                String method,
                String path,
                ObjectNode body) {
            long start = System.nanoTime();
            Optional<KubeClient.Answer> answer = ask(node, method, path, Optional.of(body));
            long end = System.nanoTime();
            Told told = answer.map(Workload::told).orElse(Told.UNKNOWN);
            boolean versioned = told == Told.DONE && kind != Kind.DELETE;
            operations.add(new Operation(
                    kind,
                    node,
                    found.key(),
                    value,
                    found.version(),
                    told,
                    versioned ? version(answer.orElseThrow().body()) : 0,
                    start,
                    end,
                    answer.map(each -> each.status() + " "
                                    + each.body().path("message").asString(""))
                            .orElse("")));
        }

        private Optional<KubeClient.Answer> ask(String node, String method, String path, Optional<JsonNode> body) {
            try {
                return Optional.of(hub.client(node).send(method, path, body, "application/json"));
            } catch (UserError noAnswer) {
                return Optional.empty();
            }
        }
    }

    /** 504 is in doubt, and so is whatever else is no plain refusal. */
    private static Told told(KubeClient.Answer answer) {
        return switch (answer.status()) {
            case 200, 201 -> Told.DONE;
            case 404, 409, 429, 503 -> Told.REFUSED;
            default -> Told.UNKNOWN;
        };
    }

    private static long version(JsonNode object) {
        return Long.parseLong(object.at("/metadata/resourceVersion").asString());
    }
}
