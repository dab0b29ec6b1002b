package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.BenchReport;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.Waiting;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** What is measured of what keeps the objects: writes, watches, loss of the leader, replay, memory. */
final class LogBench {
    private static final double P50 = 0.50;
    private static final double P99 = 0.99;
    private static final int FILLING_CLIENTS = 64;
    private static final int CLOSE_SECONDS_MAX = 10;
    private static final Duration FAILOVER_MAX = Duration.ofSeconds(60);
    private static final double MILLION = 1e6;

    /**
     * What is asked for.
     *
     * @param clients how many at a time, one measurement for each
     * @param each how long writes are measured
     * @param warming how long each subject works before the first measurement
     * @param objects how many are replayed
     */
    record Plan(List<Integer> clients, Duration each, Duration warming, int objects, WatchDelays.Plan watches) {
        Plan {
            clients = List.copyOf(clients);
        }
    }

    private final Plan plan;
    private final List<BenchReport.Result> results = new ArrayList<>();

    LogBench(Plan plan) {
        this.plan = plan;
    }

    List<BenchReport.Result> results() {
        return List.copyOf(results);
    }

    /** Creates by each number of clients. */
    void creates(Subject subject) {
        try (Connections connections = new Connections(subject.kubeconfig())) {
            say(subject, "warming");
            with(connections, FILLING_CLIENTS, client -> creates(connections, client, FILLING_CLIENTS, plan.warming()));
            for (int clients : plan.clients()) {
                say(subject, "creates by " + clients + " clients");
                Samples samples = with(connections, clients, client -> {
                    // What it costs to make the connections is not measured.
                    creates(connections, client, clients, plan.each());
                    return creates(connections, client, clients, plan.each());
                });
                result(subject, "createsPerSecond." + clients, samples.perSecond(), "1/s");
                result(subject, "createP50Ms." + clients, samples.quantileMs(P50), "ms");
                result(subject, "createP99Ms." + clients, samples.quantileMs(P99), "ms");
            }
        }
    }

    void watches(Subject subject) {
        WatchDelays.Plan watches = plan.watches();
        say(subject, "warming");
        watchDelays(subject, "watched-warm", watches);
        say(subject, watches.watchers() + " watches, " + watches.perSecond() + " changes each second");
        WatchDelays.Result found = watchDelays(subject, "watched", watches);
        result(subject, "watchDelayP50Ms", found.p50Ms(), "ms");
        result(subject, "watchDelayP99Ms", found.p99Ms(), "ms");
        result(subject, "watchedChangesPerSecond", found.changesPerSecond(), "1/s");
        result(subject, "watchedChangesRefused", found.unsent(), "");
        result(subject, "watchEventsMissing", found.missing(), "");
    }

    private static WatchDelays.Result watchDelays(Subject subject, String name, WatchDelays.Plan watches) {
        try (Connections connections = new Connections(subject.kubeconfig())) {
            String namespace = namespace(connections, name);
            HttpClient watching = connections.shared(watches.watchers());
            HttpClient writing = connections.separate(FILLING_CLIENTS);
            Load.count(watches.single(), connections.vertx(), writing, FILLING_CLIENTS, creations(namespace));
            return WatchDelays.measure(connections.vertx(), watching, writing, namespace, watches);
        }
    }

    /**
     * From {@code kill -9} of the node that leads to the next acknowledged write at another; measured of one hub alone.
     */
    void failover(NodesSubject nodes) {
        String leader = nodes.leader();
        say(nodes, "killing " + leader + ", which leads");
        List<String> others =
                nodes.names().stream().filter(name -> !name.equals(leader)).toList();
        List<KubeClient> clients = others.stream()
                .map(name -> new KubeClient(nodes.kubeconfig(name)))
                .toList();
        long started = System.nanoTime();
        nodes.kill(leader);
        Waiting.until(
                FAILOVER_MAX,
                () -> clients.stream().anyMatch(LogBench::takesAWrite) ? Optional.of(true) : Optional.empty(),
                () -> "no other node took a write within " + FAILOVER_MAX.toSeconds() + " s");
        double seconds = (System.nanoTime() - started) / 1e9;
        results.add(new BenchReport.Result("leaderFailoverSeconds", seconds, "s"));
        say(nodes, "leaderFailoverSeconds " + seconds + " s");
        clients.forEach(KubeClient::close);
    }

    private static boolean takesAWrite(KubeClient client) {
        JsonNode body = dev.flotilla.api.store.ObjectJson.parse(
                Objects.configMap("after-" + System.nanoTime()).getBytes());
        try {
            return client.send("POST", Objects.configMaps("default"), Optional.of(body), "application/json")
                    .ok();
        } catch (UserError away) {
            return false;
        }
    }

    /** Fills one node, starts it again, and asks it how long its log took to read. */
    void replay(NodesSubject one) throws IOException {
        String node = one.names().getFirst();
        long before = one.liveBytes();
        say(one, "filling with " + plan.objects() + " objects");
        double bytesEach;
        try (Connections connections = new Connections(one.kubeconfig())) {
            String namespace = namespace(connections, "filled");
            HttpClient client = connections.separate(FILLING_CLIENTS);
            bytesEach = Load.count(plan.objects(), connections.vertx(), client, FILLING_CLIENTS, creations(namespace))
                    .bytesPerCall();
            Connections.await(client.close(), CLOSE_SECONDS_MAX);
        }
        result(one, "heapPerJsonByte", (one.liveBytes() - before) / (bytesEach * plan.objects()), "");
        say(one, "starting again");
        one.restart(node);
        double records = one.metric(node, "flotilla_log_replay_records");
        double seconds = one.metric(node, "flotilla_log_replay_seconds");
        result(one, "replayedRecords", records, "");
        result(one, "replaySecondsPerMillion", seconds / records * MILLION, "s");
    }

    private static Samples with(Connections connections, int clients, Function<HttpClient, Samples> load) {
        HttpClient client = connections.separate(clients);
        Samples samples = load.apply(client);
        Connections.await(client.close(), CLOSE_SECONDS_MAX);
        return samples;
    }

    /** In a namespace of its own. */
    private static Samples creates(Connections connections, HttpClient client, int clients, Duration time) {
        String namespace = namespace(connections, "creates-" + UUID.randomUUID());
        return Load.during(time, connections.vertx(), client, clients, creations(namespace));
    }

    private static String namespace(Connections connections, String name) {
        HttpClient client = connections.separate(1);
        Load.Call create = Load.Call.post("/api/v1/namespaces", Objects.namespace(name));
        Load.count(1, connections.vertx(), client, 1, _ -> create);
        Connections.await(client.close(), CLOSE_SECONDS_MAX);
        return name;
    }

    private static IntFunction<Load.Call> creations(String namespace) {
        return number -> Load.Call.post(Objects.configMaps(namespace), Objects.configMap("map-" + number));
    }

    private void result(Subject subject, String name, double value, String unit) {
        results.add(new BenchReport.Result(subject.prefix() + name, value, unit));
        say(subject, name + " " + value + " " + unit);
    }

    private static void say(Subject subject, String what) {
        System.err.println(subject.prefix() + " " + what);
    }
}
