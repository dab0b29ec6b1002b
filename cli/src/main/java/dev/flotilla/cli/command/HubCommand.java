package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.hub.HubNode;
import dev.flotilla.hub.config.Address;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.HubFile;
import dev.flotilla.hub.config.HubFileException;
import dev.flotilla.replication.kafka.LogRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one node of the hub in the foreground until it is told to end. */
@Command(
        name = "hub",
        description = {
            "Runs a hub node in the foreground; `up` does so in the background.",
            "With --config FILE it is a node of a hub in production (`flotilla hub init` writes the file); the file says"
                    + " everything. Without it, it is a hub for this machine alone."
        },
        subcommands = {HubInitCommand.class, HubBrokerCommand.class},
        mixinStandardHelpOptions = true)
public final class HubCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "the node's hub.yaml; see docs/hub-config.md")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "where its log, its keys and its kubeconfig live")
    private @Nullable Path data;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "the address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "7443", description = "the port to listen on (default: ${DEFAULT-VALUE})")
    private int port = 7443;

    @Option(
            names = "--evict-after",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long a member must have been not ready before its workloads move; negative for never"
                    + " (default: ${DEFAULT-VALUE})")
    private long evictAfterSeconds = 30;

    @Mixin
    private SecurityFlags security = new SecurityFlags();

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (HubNode node = HubNode.start(config())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.drain();
                ended.countDown();
            }));
            ended.await();
            return 0;
        } catch (IOException | LogRefusedException failed) {
            throw new UserError("the hub could not start: " + failed.getMessage(), failed);
        }
    }

    private HubConfig config() throws IOException {
        if ((file == null) == (data == null)) {
            throw new UserError(
                    "say either --config FILE, for a node of a hub in production, or --data DIR, for a hub on"
                            + " this machine alone");
        }
        return file == null ? local(data) : read(file);
    }

    private static HubConfig read(Path file) throws IOException {
        try {
            return HubFile.read(file);
        } catch (HubFileException unusable) {
            throw new UserError("the configuration cannot be used:\n" + unusable.getMessage(), unusable);
        } catch (IOException unreadable) {
            throw new IOException("the configuration " + file + " cannot be read: " + unreadable, unreadable);
        }
    }

    private HubConfig local(@Nullable Path directory) {
        Path where = directory == null ? Path.of("") : directory;
        return HubConfig.local(where.toAbsolutePath(), port)
                .listeningOn(new Address(host, port))
                .withSecurity(security.security())
                .withHealth(HealthSettings.DEFAULT.withEvictAfter(Duration.ofSeconds(evictAfterSeconds)));
    }
}
