package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.BenchReport;
import dev.flotilla.cli.bench.ReportOption;
import dev.flotilla.cli.local.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the hub's API and, where there is one, a kube-apiserver's beside it. */
@Command(
        name = "api",
        description = "Measures creates, gets, lists and watches of a hub of its own, and of a kube-apiserver"
                + " with etcd beside it where their programs are there.",
        mixinStandardHelpOptions = true)
public final class ApiCommand implements Callable<Integer> {
    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "1,64,256",
            description = "how many clients at a time (default: ${DEFAULT-VALUE})")
    private List<Integer> clients = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "how long each measurement lasts (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--warm",
            defaultValue = "30",
            description = "how many seconds each subject creates and reads by turns before anything is measured;"
                    + " Java's compilers work for minutes (default: ${DEFAULT-VALUE})")
    private int warm = 90;

    @Option(
            names = "--lists",
            split = ",",
            defaultValue = "1000,10000",
            description = "how many objects the lists have (default: ${DEFAULT-VALUE})")
    private List<Integer> lists = List.of();

    @Option(
            names = "--watches",
            defaultValue = "1000",
            description = "how many idle watches share connections (default: ${DEFAULT-VALUE})")
    private int watches = 1000;

    @Mixin
    private Assets peer = new Assets();

    @Mixin
    private ReportOption output = new ReportOption();

    @Override
    public Integer call() throws IOException {
        if (seconds < 1 || warm < 0 || watches < 1 || clients.stream().anyMatch(each -> each < 1)) {
            throw new UserError("--clients, --seconds and --watches must be at least 1, --warm at least 0");
        }
        ApiBench.Plan plan =
                new ApiBench.Plan(clients, Duration.ofSeconds(seconds), Duration.ofSeconds(warm), lists, watches);
        Optional<Path> assets = peer.directory();
        SequencedMap<String, Object> environment = BenchReport.machine();
        environment.put("object", "ConfigMap of 2 KB");
        environment.put("clients", "HTTP/1.1, TLS 1.3, one connection each, on the same processors");
        environment.put("secondsEach", seconds);
        environment.put("secondsWarm", warm);
        environment.put("hubJvm", String.join(" ", HubSubject.JVM));
        environment.put("peer", assets.map(Path::toString).orElse("none"));
        List<BenchReport.Result> results = new ArrayList<>();
        try (Subject hub = HubSubject.start(Ports.anyFree())) {
            results.addAll(ApiBench.run(hub, plan));
        }
        if (assets.isPresent()) {
            try (Subject server = KubeApiServerSubject.start(assets.get(), Ports.anyFree())) {
                results.addAll(ApiBench.run(server, plan));
            }
        }
        output.print(new BenchReport("api", environment, results));
        return 0;
    }
}
