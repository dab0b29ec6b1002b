package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.bench.BenchReport;
import dev.flotilla.cli.bench.ProcessUsage;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Everything that is measured of one subject, in one order for all. */
final class ApiBench {
    private static final double P50 = 0.50;
    private static final double P99 = 0.99;
    private static final double MS_PER_S = 1000;
    private static final int FILLING_CLIENTS = 64;
    /** How far behind what is created warming reads, so that it is there. */
    private static final int WARMING_LAG = 8 * FILLING_CLIENTS;

    private static final int LISTING_CLIENTS = 8;
    private static final int OWN_CONNECTIONS = 200;
    private static final int FAN_OUT_OBJECTS = 1_000;
    private static final int CLOSE_SECONDS_MAX = 10;

    /**
     * What is asked for.
     *
     * @param clients how many at a time, one measurement for each
     * @param each how long creates and gets are measured
     * @param warming how long each subject works before the first measurement
     * @param lists how many objects the lists have
     * @param idleWatches how many are opened on shared connections
     */
    record Plan(List<Integer> clients, Duration each, Duration warming, List<Integer> lists, int idleWatches) {
        Plan {
            clients = List.copyOf(clients);
            lists = List.copyOf(lists);
        }
    }

    private final Subject subject;
    private final Connections connections;
    private final Plan plan;
    private final List<BenchReport.Result> results = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private ApiBench(Subject subject, Connections connections, Plan plan) {
        this.subject = subject;
        this.connections = connections;
        this.plan = plan;
    }

    static List<BenchReport.Result> run(Subject subject, Plan plan) {
        try (Connections connections = new Connections(subject.kubeconfig())) {
            ApiBench bench = new ApiBench(subject, connections, plan);
            bench.warm();
            plan.clients().forEach(bench::creates);
            plan.clients().forEach(bench::gets);
            plan.lists().forEach(bench::lists);
            plan.clients().forEach(bench::fanOut);
            bench.idle();
            bench.result("rssMiB", subject.usage().rssPeakMiB(), "MiB");
            return List.copyOf(bench.results);
        }
    }

    /** Creates and gets by turns, as a server meets them: what its compiler learns from one alone it has to unlearn. */
    private void warm() {
        say("warming");
        String namespace = namespace("warm");
        HttpClient client = connections.separate(FILLING_CLIENTS);
        IntFunction<Load.Call> create = creations(namespace);
        Load.during(plan.warming(), connections.vertx(), client, FILLING_CLIENTS, number -> {
            boolean creates = number % 2 == 0 || number < WARMING_LAG;
            int known = Math.max(0, number - 1 - WARMING_LAG);
            return creates ? create.apply(number) : Load.Call.get(Objects.configMaps(namespace) + "/map-" + known);
        });
        Connections.await(client.close(), CLOSE_SECONDS_MAX);
    }

    private void creates(int clients) {
        String namespace = namespace("creates-" + clients);
        measure("create", clients, () -> {
            HttpClient client = connections.separate(clients);
            Samples samples = Load.during(plan.each(), connections.vertx(), client, clients, creations(namespace));
            Connections.await(client.close(), CLOSE_SECONDS_MAX);
            return samples;
        });
    }

    private void gets(int clients) {
        String namespace = "creates-" + plan.clients().getFirst();
        int there = count(namespace);
        measure("get", clients, () -> {
            HttpClient client = connections.separate(clients);
            Samples samples =
                    Load.during(plan.each(), connections.vertx(), client, clients, readings(namespace, there));
            Connections.await(client.close(), CLOSE_SECONDS_MAX);
            return samples;
        });
    }

    private void lists(int size) {
        String namespace = namespace("list-" + size);
        HttpClient client = connections.separate(FILLING_CLIENTS);
        say("filling a list of " + size);
        Load.count(size, connections.vertx(), client, FILLING_CLIENTS, creations(namespace));
        IntFunction<Load.Call> list = _ -> Load.Call.get(Objects.configMaps(namespace));
        Load.count(3, connections.vertx(), client, 1, list);
        ProcessUsage before = subject.usage();
        Samples alone = Load.during(plan.each(), connections.vertx(), client, 1, list);
        double cpu = subject.usage().cpuSeconds() - before.cpuSeconds();
        Samples together = Load.during(plan.each(), connections.vertx(), client, LISTING_CLIENTS, list);
        Connections.await(client.close(), CLOSE_SECONDS_MAX);
        result("listSeconds." + size, alone.meanSeconds(), "s");
        result("listP99Ms." + size, alone.quantileMs(P99), "ms");
        result("listCpuMs." + size, cpu * MS_PER_S / alone.count(), "ms");
        result("listMiB." + size, alone.bytesPerCall() / (1 << 20), "MiB");
        result("listsPerSecond." + size + "." + LISTING_CLIENTS, together.perSecond(), "1/s");
    }

    private void fanOut(int watchers) {
        say("fan-out to " + watchers + " watches");
        String namespace = namespace("fan-out-" + watchers);
        HttpClient watching = connections.separate(watchers);
        HttpClient writing = connections.separate(FILLING_CLIENTS);
        ProcessUsage before = subject.usage();
        FanOut.Result found = FanOut.measure(
                connections.vertx(), watching, writing, FILLING_CLIENTS, namespace, watchers, FAN_OUT_OBJECTS);
        double cpu = subject.usage().cpuSeconds() - before.cpuSeconds();
        Connections.await(watching.close(), CLOSE_SECONDS_MAX);
        Connections.await(writing.close(), CLOSE_SECONDS_MAX);
        result("watchEventsPerSecond." + watchers, found.eventsPerSecond(), "1/s");
        result("watchP50Ms." + watchers, found.p50Ms(), "ms");
        result("watchP99Ms." + watchers, found.p99Ms(), "ms");
        result("watchCpuMs." + watchers, cpu * MS_PER_S / (FAN_OUT_OBJECTS * watchers), "ms");
    }

    private void idle() {
        say("idle watches");
        String namespace = namespace("idle");
        HttpClient shared = connections.shared(plan.idleWatches());
        result("watchBytesIdle", IdleWatches.bytes(subject, shared, namespace, plan.idleWatches()), "B");
        Connections.await(shared.close(), CLOSE_SECONDS_MAX);
        HttpClient own = connections.separate(OWN_CONNECTIONS);
        result("watchBytesIdleOwnConnection", IdleWatches.bytes(subject, own, namespace, OWN_CONNECTIONS - 1), "B");
        Connections.await(own.close(), CLOSE_SECONDS_MAX);
    }

    private void measure(String verb, int clients, Supplier<Samples> load) {
        say(verb + " by " + clients + " clients");
        ProcessUsage before = subject.usage();
        Samples samples = load.get();
        double cpu = subject.usage().cpuSeconds() - before.cpuSeconds();
        result(verb + "sPerSecond." + clients, samples.perSecond(), "1/s");
        result(verb + "P50Ms." + clients, samples.quantileMs(P50), "ms");
        result(verb + "P99Ms." + clients, samples.quantileMs(P99), "ms");
        result(verb + "CpuMs." + clients, cpu * MS_PER_S / samples.count(), "ms");
    }

    private String namespace(String name) {
        once(Load.Call.post("/api/v1/namespaces", Objects.namespace(name)));
        return name;
    }

    /** How many objects the load has sent to a namespace. */
    private int count(String namespace) {
        return counts.getOrDefault(namespace, 0);
    }

    private void once(Load.Call call) {
        HttpClient client = connections.separate(1);
        Load.count(1, connections.vertx(), client, 1, _ -> call);
        Connections.await(client.close(), CLOSE_SECONDS_MAX);
    }

    private IntFunction<Load.Call> creations(String namespace) {
        return number -> {
            counts.merge(namespace, 1, Integer::sum);
            return Load.Call.post(Objects.configMaps(namespace), Objects.configMap("map-" + number));
        };
    }

    private static IntFunction<Load.Call> readings(String namespace, int there) {
        return number -> Load.Call.get(Objects.configMaps(namespace) + "/map-" + number % Math.max(1, there - 1));
    }

    private void result(String name, double value, String unit) {
        results.add(new BenchReport.Result(subject.prefix() + name, value, unit));
    }

    private void say(String what) {
        System.err.println((subject.prefix().isEmpty() ? "hub: " : "kube-apiserver: ") + what);
    }
}
