package dev.flotilla.cli.command;

import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.simulator.ClusterOptions;
import dev.flotilla.simulator.FleetOptions;
import dev.flotilla.simulator.SimulatorClient.ClusterView;
import dev.flotilla.simulator.SimulatorProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Simulated members: run them, break them, mend them. */
@Command(
        name = "sim",
        description = "Fails and heals simulated members.",
        mixinStandardHelpOptions = true,
        subcommands = {SimCommand.Fail.class, SimCommand.Heal.class, SimCommand.Show.class, SimCommand.Run.class})
public final class SimCommand {
    private SimCommand() {}

    /** Makes a member or a region fail. */
    @Command(
            name = "fail",
            description = "Makes a simulated member, or every one of a region, fail.",
            mixinStandardHelpOptions = true)
    static final class Fail implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "CLUSTER|REGION", description = "a member's name or a region's")
        private String target = "";

        @Option(
                names = "--slow",
                paramLabel = "MS",
                description = "delay each request by this much, instead of being unreachable")
        private long slowMs;

        @Option(
                names = "--errors",
                paramLabel = "PERCENT",
                description = "answer this share of requests with an error, instead of being unreachable")
        private int errorPercent;

        @Override
        public Integer call() {
            DataDirectory directory = data.directory();
            if (slowMs > 0) {
                show(LocalFleet.slow(directory, target, Duration.ofMillis(slowMs)));
            } else if (errorPercent > 0) {
                show(LocalFleet.err(directory, target, errorPercent));
            } else {
                show(LocalFleet.fail(directory, target));
            }
            System.out.println("See what the hub makes of it: flotilla status; end it: flotilla sim heal " + target);
            return 0;
        }
    }

    /** Ends what {@code fail} began. */
    @Command(name = "heal", description = "Ends what `sim fail` began.", mixinStandardHelpOptions = true)
    static final class Heal implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "CLUSTER|REGION", description = "a member's name or a region's")
        private String target = "";

        @Override
        public Integer call() {
            show(LocalFleet.heal(data.directory(), target));
            return 0;
        }
    }

    /** Lists the simulated members and their faults. */
    @Command(
            name = "show",
            description = "Lists the simulated members and their faults.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            show(LocalFleet.simulated(data.directory()));
            return 0;
        }
    }

    /** Runs simulated members in the foreground; {@code up} does so in the background. */
    @Command(name = "run", description = "Runs simulated members in the foreground.", mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--member",
                required = true,
                paramLabel = "NAME=REGION",
                description = "a member and its region; repeated")
        private Map<String, String> members = Map.of();

        @Override
        public Integer call() throws IOException {
            Path directory = data.directory().simulator();
            List<ClusterOptions> clusters = new ArrayList<>();
            members.forEach((name, region) -> clusters.add(ClusterOptions.of(name, region, 0)));
            SimulatorProcess.run(new FleetOptions(directory, 0, clusters), new Endless(), System.out);
            return 0;
        }
    }

    private static void show(List<ClusterView> views) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("MEMBER", "REGION", "FAULT", "PODS", "ENDPOINT"));
        views.forEach(each -> rows.add(List.of(
                each.name(),
                each.region(),
                each.fault().toJson().toString(),
                Integer.toString(each.pods()),
                each.endpoint())));
        Terminal.table(rows);
    }

    /** Standard input of a process that runs until it is told to end by a signal. */
    private static final class Endless extends InputStream {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return read();
        }

        @Override
        public int read() throws IOException {
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }
}
