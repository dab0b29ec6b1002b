package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.hub.HubConfig;
import dev.flotilla.hub.HubNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one node of the hub in the foreground, with a broker of its own, until it is told to end. */
@Command(
        name = "hub",
        description = "Runs a hub node in the foreground; `up` does so in the background.",
        mixinStandardHelpOptions = true)
public final class HubCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "where its log, its keys and its kubeconfig live")
    private Path data = Path.of("");

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
        HubConfig config = new HubConfig(
                        "flotilla",
                        "node-1",
                        data.toAbsolutePath(),
                        host,
                        port,
                        HealthSettings.DEFAULT,
                        security.security())
                .withHealth(HealthSettings.DEFAULT.withEvictAfter(Duration.ofSeconds(evictAfterSeconds)));
        CountDownLatch ended = new CountDownLatch(1);
        try (HubNode node = HubNode.start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.close();
                ended.countDown();
            }));
            ended.await();
            return 0;
        } catch (IOException failed) {
            throw new UserError("the hub could not start: " + failed.getMessage(), failed);
        }
    }
}
