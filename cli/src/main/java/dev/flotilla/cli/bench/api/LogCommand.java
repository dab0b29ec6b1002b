package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.BenchReport;
import dev.flotilla.cli.bench.ReportOption;
import dev.flotilla.cli.local.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what keeps the hub's objects, on one node and on three, and etcd under a kube-apiserver beside it. */
@Command(
        name = "log",
        description =
                "Measures writes, watches, the loss of the leader, replay and memory of hubs of its own, of one node"
                        + " and of three, and of a kube-apiserver with etcd beside them where their programs are there.",
        mixinStandardHelpOptions = true)
public final class LogCommand implements Callable<Integer> {
    private static final int WATCHERS = 1_000;
    private static final int WATCHERS_OF_ALL = 10;

    /** What a run measures, for whoever has little time. */
    enum Part {
        writes,
        watches,
        failover,
        replay
    }

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "writes,watches,failover,replay",
            description = "what to measure (default: ${DEFAULT-VALUE})")
    private List<Part> parts = List.of();

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "1,64,256",
            description = "how many clients at a time (default: ${DEFAULT-VALUE})")
    private List<Integer> clients = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "how long each measurement of writes lasts, and the same load unmeasured before it"
                    + " (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--warm",
            defaultValue = "90",
            description = "how many seconds 64 clients write to each subject before anything is measured; Java's"
                    + " compilers work for minutes (default: ${DEFAULT-VALUE})")
    private int warm = 90;

    @Option(
            names = "--objects",
            defaultValue = "1000000",
            description = "how many objects are replayed (default: ${DEFAULT-VALUE})")
    private int objects = 1_000_000;

    @Option(
            names = "--changes",
            defaultValue = "1000",
            description = "how many objects change each second under the watches (default: ${DEFAULT-VALUE})")
    private int changes = 1_000;

    @Mixin
    private Assets peer = new Assets();

    @Mixin
    private ReportOption output = new ReportOption();

    @Override
    public Integer call() throws IOException {
        if (seconds < 1
                || warm < 1
                || objects < 1
                || changes < 100
                || clients.stream().anyMatch(each -> each < 1)) {
            throw new UserError(
                    "--clients, --seconds, --warm and --objects must be at least 1, --changes at least 100");
        }
        LogBench bench = new LogBench(new LogBench.Plan(
                clients,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warm),
                objects,
                new WatchDelays.Plan(WATCHERS, WATCHERS_OF_ALL, changes, Duration.ofSeconds(seconds))));
        Optional<Path> assets = peer.directory();
        SequencedMap<String, Object> environment = environment(assets);
        for (boolean fsync : List.of(true, false)) {
            one(bench, fsync);
            three(bench, fsync);
            if (assets.isPresent()) {
                peer(bench, assets.get(), fsync);
            }
        }
        if (parts.contains(Part.replay)) {
            replay(bench);
        }
        output.print(new BenchReport("log", environment, bench.results()));
        return 0;
    }

    private SequencedMap<String, Object> environment(Optional<Path> assets) {
        SequencedMap<String, Object> environment = BenchReport.machine();
        environment.put("object", "ConfigMap of 2 KB");
        environment.put("clients", "HTTP/1.1, TLS 1.3, one connection each, on the same processors, to the leader");
        environment.put("names", "three.: three nodes and brokers; noFsync.: nobody waits for the disk");
        environment.put("secondsEach", seconds);
        environment.put("secondsWarm", warm);
        environment.put("hubJvm", String.join(" ", NodesSubject.JVM));
        environment.put("peer", assets.map(Path::toString).orElse("none"));
        return environment;
    }

    /** Watches are the same with and without the disk. */
    private void one(LogBench bench, boolean fsync) throws IOException {
        boolean watches = fsync && parts.contains(Part.watches);
        if (!parts.contains(Part.writes) && !watches) {
            return;
        }
        try (NodesSubject one = NodesSubject.start(fsync ? "" : "noFsync.", 1, fsync)) {
            if (parts.contains(Part.writes)) {
                bench.creates(one);
            }
            if (watches) {
                bench.watches(one);
            }
        }
    }

    /** Replay and memory do not depend on the disk's promises either, and a log that waits for none is sooner full. */
    private static void replay(LogBench bench) throws IOException {
        try (NodesSubject one = NodesSubject.start("", 1, false)) {
            bench.replay(one);
        }
    }

    private void three(LogBench bench, boolean fsync) throws IOException {
        boolean failover = !fsync && parts.contains(Part.failover);
        if (!parts.contains(Part.writes) && !failover) {
            return;
        }
        try (NodesSubject three = NodesSubject.start(fsync ? "three." : "three.noFsync.", 3, fsync)) {
            if (parts.contains(Part.writes)) {
                bench.creates(three);
            }
            if (failover) {
                bench.failover(three);
            }
        }
    }

    private void peer(LogBench bench, Path assets, boolean fsync) throws IOException {
        boolean watches = fsync && parts.contains(Part.watches);
        if (!parts.contains(Part.writes) && !watches) {
            return;
        }
        try (Subject server = KubeApiServerSubject.start(assets, Ports.anyFree(), fsync)) {
            if (parts.contains(Part.writes)) {
                bench.creates(server);
            }
            if (watches) {
                bench.watches(server);
            }
        }
    }
}
