package dev.flotilla.cli.command;

import picocli.CommandLine.Command;

/** Disaster recovery drills and what they leave behind. */
@Command(
        name = "drill",
        description = "Shows the report of a disaster recovery drill, and checks that a report is genuine.",
        mixinStandardHelpOptions = true,
        subcommands = {DrillReportCommand.class, DrillVerifyCommand.class})
public final class DrillCommand {
    private DrillCommand() {}
}
