package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.hub.HubBroker;
import dev.flotilla.hub.config.HubFile;
import dev.flotilla.hub.config.HubFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node's broker in the foreground until it is told to end. */
@Command(
        name = "broker",
        description = {
            "Runs a node's broker without the node, in the foreground, until it is told to end.",
            "So do all nodes but one while `flotilla restore --config FILE` runs on that one; then end these, and"
                    + " start the nodes."
        },
        mixinStandardHelpOptions = true)
public final class HubBrokerCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "the node's hub.yaml; see docs/hub-config.md")
    private Path file = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try {
            HubBroker broker = HubBroker.start(HubFile.read(file));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                ended.countDown();
            }));
            System.out.println("The broker runs; end it once the backup is restored.");
            ended.await();
            return 0;
        } catch (HubFileException unusable) {
            throw new UserError("the configuration cannot be used:\n" + unusable.getMessage(), unusable);
        } catch (IOException failed) {
            throw new UserError("the broker could not start: " + failed.getMessage(), failed);
        }
    }
}
