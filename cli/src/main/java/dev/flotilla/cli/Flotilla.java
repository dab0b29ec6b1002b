package dev.flotilla.cli;

import dev.flotilla.cli.bench.BenchCommand;
import dev.flotilla.cli.command.BackupCommand;
import dev.flotilla.cli.command.DemoCommand;
import dev.flotilla.cli.command.DiffCommand;
import dev.flotilla.cli.command.DoctorCommand;
import dev.flotilla.cli.command.DownCommand;
import dev.flotilla.cli.command.DrillCommand;
import dev.flotilla.cli.command.ExplainCommand;
import dev.flotilla.cli.command.FailbackCommand;
import dev.flotilla.cli.command.HistoryCommand;
import dev.flotilla.cli.command.HubCommand;
import dev.flotilla.cli.command.JoinCommand;
import dev.flotilla.cli.command.LogsCommand;
import dev.flotilla.cli.command.RestoreCommand;
import dev.flotilla.cli.command.RewriteSecretsCommand;
import dev.flotilla.cli.command.SimCommand;
import dev.flotilla.cli.command.StatusCommand;
import dev.flotilla.cli.command.TrafficCommand;
import dev.flotilla.cli.command.UnjoinCommand;
import dev.flotilla.cli.command.UpCommand;
import dev.flotilla.cli.command.WhatIfCommand;
import dev.flotilla.cli.place.PlaceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code flotilla} command. Exit codes: 0 done, 1 it could not be done (the message says why), 2 wrong usage. */
@Command(
        name = "flotilla",
        mixinStandardHelpOptions = true,
        version = "flotilla 0.1.0",
        description =
                "One Kubernetes API over many clusters: places workloads, keeps them there, moves them when a region fails.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            TrafficCommand.class,
            ExplainCommand.class,
            WhatIfCommand.class,
            HistoryCommand.class,
            DiffCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RewriteSecretsCommand.class,
            PlaceCommand.class,
            LogsCommand.class,
            DoctorCommand.class,
            JoinCommand.class,
            UnjoinCommand.class,
            DrillCommand.class,
            FailbackCommand.class,
            SimCommand.class,
            BenchCommand.class,
            HubCommand.class
        })
public final class Flotilla {
    private Flotilla() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Flotilla());
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof UserError error) {
                command.getErr().println("flotilla: " + error.getMessage());
            } else {
                command.getErr().println("flotilla: this is a defect, please report it:");
                failure.printStackTrace(command.getErr());
            }
            return 1;
        });
        return arguments.length == 0 ? line.execute("--help") : line.execute(arguments);
    }
}
