package dev.flotilla.cli.command;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalHub;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which hub is asked: one that a kubeconfig names, or else the one that runs from a data directory. */
final class HubOption {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "how to reach the hub, if it is not the one of --data")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "C", description = "the context to use (default: the file's current one)")
    private @Nullable String context;

    /**
     * A hub that can be asked.
     *
     * @param pid of the hub's process; empty if it may be anywhere
     */
    record Reached(KubeClient client, String server, Optional<Long> pid) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    /** @throws dev.flotilla.cli.UserError if the file cannot be used, or nothing runs from the directory */
    Reached reach() {
        Path file = kubeconfig;
        if (file != null) {
            Kubeconfig hub = Kubeconfig.read(file, Optional.ofNullable(context));
            return new Reached(new KubeClient(hub), hub.server(), Optional.empty());
        }
        DataDirectory directory = data.directory();
        var state = LocalHub.running(directory);
        return new Reached(
                LocalHub.client(directory),
                "https://127.0.0.1:" + state.port(),
                Optional.of(state.hub().pid()));
    }
}
