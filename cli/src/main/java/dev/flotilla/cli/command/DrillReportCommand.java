package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.DrillArchive;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.dr.evidence.ReportFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives out the report of a drill's last run, to the byte as the hub signed it. */
@Command(
        name = "report",
        description = "Prints the signed report of a drill's last run, or writes it to a file.",
        mixinStandardHelpOptions = true)
final class DrillReportCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "the drill's name")
    private String name = "";

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "json, md or html (default: what the ending of --out's FILE says, else md)")
    private @Nullable String format;

    @Option(names = "--out", paramLabel = "FILE", description = "write it there instead of printing it")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        ReportFormat wanted = format();
        byte[] report = fetch(wanted).getBytes(StandardCharsets.UTF_8);
        if (out == null) {
            System.out.write(report);
            System.out.flush();
            return 0;
        }
        System.out.println(written(out, report));
        return 0;
    }

    private ReportFormat format() {
        if (format != null) {
            return Arrays.stream(ReportFormat.values())
                    .filter(each -> each.extension().equals(format))
                    .findFirst()
                    .orElseThrow(() -> new UserError("-o must be one of " + endings() + ", not '" + format + "'"));
        }
        String file = out == null ? "" : out.toString();
        return Arrays.stream(ReportFormat.values())
                .filter(each -> file.endsWith("." + each.extension()))
                .findFirst()
                .orElse(ReportFormat.MARKDOWN);
    }

    private static String endings() {
        return Arrays.stream(ReportFormat.values()).map(ReportFormat::extension).collect(Collectors.joining(", "));
    }

    private String fetch(ReportFormat wanted) {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            return new DrillArchive(hub)
                    .report(name, wanted)
                    .orElseThrow(() -> new UserError("drill '" + name + "' has no report: either no drill is called so"
                            + " (`kubectl get disasterrecoverydrills` lists them), or it has not ended yet"));
        }
    }

    private static Path written(Path file, byte[] report) {
        try {
            return Files.write(file, report).toAbsolutePath().normalize();
        } catch (IOException failed) {
            throw new UserError("cannot write " + file + ": " + failed, failed);
        }
    }
}
