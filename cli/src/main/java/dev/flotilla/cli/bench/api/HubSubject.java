package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.ProcessUsage;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.FleetPlan;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A hub without members and its broker, whose log forces the disk at every commit. Its Java has all compilers and a
 * server's heap, as a production node's has.
 */
public final class HubSubject implements Subject {
    public static final List<String> JVM =
            List.of("-Xms1g", "-Xmx4g", "-Xmn160m", "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC");

    private final DataDirectory directory;
    private final LocalState state;

    private HubSubject(DataDirectory directory, LocalState state) {
        this.directory = directory;
        this.state = state;
    }

    static HubSubject start(int port) throws IOException {
        DataDirectory directory = new DataDirectory(Files.createTempDirectory("flotilla-bench"));
        LocalState state = LocalFleet.up(directory, new FleetPlan(port, List.of()), JVM, System.err::println);
        LocalFleet.endWithThisProcess(state);
        return new HubSubject(directory, state);
    }

    @Override
    public String prefix() {
        return "";
    }

    @Override
    public Kubeconfig kubeconfig() {
        return Kubeconfig.read(directory.kubeconfig(), Optional.of("hub"));
    }

    @Override
    public ProcessUsage usage() {
        return ProcessUsage.ofTree(state.hub().pid());
    }

    @Override
    public long liveBytes() {
        return liveBytes(state.hub().pid());
    }

    /** What {@code jcmd}'s histogram adds up to: it collects all garbage before it counts. */
    static long liveBytes(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return printed.lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                    .findFirst()
                    .orElseThrow(() -> new UserError("jcmd did not count the hub's objects: " + printed));
        } catch (IOException failed) {
            throw new UserError("cannot run " + jcmd + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        LocalFleet.stop(state);
        LocalFleet.forget(directory);
    }
}
