package dev.flotilla.cli.command;

import picocli.CommandLine.Option;

/** {@code -o}, for what people and programs read. */
final class OutputOption {
    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE})")
    private Format format = Format.table;

    /** The spelling is what is typed. */
    enum Format {
        table,
        json
    }

    boolean json() {
        return format == Format.json;
    }
}
