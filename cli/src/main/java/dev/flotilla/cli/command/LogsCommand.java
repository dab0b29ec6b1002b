package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.Waiting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a process of the local hub has logged. */
@Command(
        name = "logs",
        description = "Prints the log of the hub, its broker or the simulator.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final long FOLLOW_EVERY_MS = 250;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "PROCESS",
            defaultValue = "hub",
            description = "hub, broker or simulator (default: ${DEFAULT-VALUE})")
    private String process = "hub";

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "200",
            description = "how many lines from the end (default: ${DEFAULT-VALUE})")
    private int lines = 200;

    @Option(
            names = {"-f", "--follow"},
            description = "go on as more is written, until interrupted")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        Path log = file(data.directory(), process);
        List<String> all = Files.readAllLines(log);
        all.subList(Math.max(0, all.size() - lines), all.size()).forEach(System.out::println);
        if (follow) {
            follow(log);
        }
        return 0;
    }

    static Path file(DataDirectory directory, String process) {
        Path log = switch (process) {
            case "hub", "simulator" -> directory.log(process);
            case "broker" -> directory.hub().resolve("broker").resolve("broker.log");
            default ->
                throw new UserError("no process is called '" + process + "'; there are hub, broker and simulator");
        };
        if (!Files.exists(log)) {
            throw new UserError("there is no log at " + log + " yet");
        }
        return log;
    }

    private static void follow(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(file.length());
            while (!Thread.currentThread().isInterrupted()) {
                long more = file.length() - file.getFilePointer();
                if (more > 0) {
                    byte[] bytes = new byte[(int) Math.min(more, 1 << 16)];
                    file.readFully(bytes);
                    System.out.print(new String(bytes, StandardCharsets.UTF_8));
                } else {
                    Waiting.pause(FOLLOW_EVERY_MS);
                }
            }
        }
    }
}
