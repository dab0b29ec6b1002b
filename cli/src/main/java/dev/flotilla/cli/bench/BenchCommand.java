package dev.flotilla.cli.bench;

import dev.flotilla.cli.bench.api.ApiCommand;
import dev.flotilla.cli.bench.api.LogCommand;
import dev.flotilla.cli.bench.place.PlaceBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks by name. */
@Command(
        name = "bench",
        description = "Measures Flotilla on this machine.",
        subcommands = {SpineCommand.class, ApiCommand.class, LogCommand.class, PlaceBenchCommand.class},
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name a benchmark: " + spec.subcommands().keySet());
    }
}
