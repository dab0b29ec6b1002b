package dev.flotilla.cli.command;

import dev.flotilla.cli.local.DataDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, which most commands take. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".flotilla",
            description = "where the hub keeps its state (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".flotilla");

    /** The directory, which need not exist. */
    public DataDirectory directory() {
        return new DataDirectory(data);
    }
}
