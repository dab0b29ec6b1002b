package dev.flotilla.cli.bench;

import picocli.CommandLine.Option;

/** How a benchmark prints what it found. */
public final class ReportOption {
    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private BenchReport.Output output = BenchReport.Output.table;

    public void print(BenchReport report) {
        report.print(output);
    }
}
