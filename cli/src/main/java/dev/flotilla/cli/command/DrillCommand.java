package dev.flotilla.cli.command;

import picocli.CommandLine.Command;

/** Disaster recovery drills and what they leave behind. */
@Command(
        name = "drill",
        description = "Runs disaster recovery drills, shows their reports, and checks that a report is genuine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DrillRunCommand.class,
            DrillWatchCommand.class,
            DrillAbortCommand.class,
            DrillReportCommand.class,
            DrillVerifyCommand.class
        })
public final class DrillCommand {
    private DrillCommand() {}
}
