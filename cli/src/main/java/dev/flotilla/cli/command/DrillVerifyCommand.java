package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether a report is, to the byte, what a hub signed. Exit codes: 0 it is, 1 it is not. */
@Command(
        name = "verify",
        description = {
            "Checks that a drill's report is, to the byte, what the hub signed, and that its journal is whole.",
            "Without --key and --data the key of the hub that KUBECONFIG or ./.flotilla leads to is compared; where there"
                    + " is no hub, the file's own key is used, which shows that nothing was changed but not who signed."
        },
        mixinStandardHelpOptions = true)
final class DrillVerifyCommand implements Callable<Integer> {
    private static final long FILE_BYTES_MAX = 64L << 20;

    @Parameters(paramLabel = "FILE", description = "the report: JSON, Markdown or HTML")
    private Path file = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", description = "the public key to trust, in PEM")
    private @Nullable Path key;

    @Option(names = "--data", paramLabel = "DIR", description = "the data directory of the running hub to trust")
    private @Nullable Path data;

    @Override
    public Integer call() {
        byte[] report = read(file);
        TrustedKey trusted = TrustedKey.find(key, data);
        return switch (Verification.verify(report, trusted.key())) {
            case Verification.Valid valid -> {
                valid(valid, trusted);
                yield 0;
            }
            case Verification.Invalid invalid -> {
                invalid(invalid, trusted);
                yield 1;
            }
        };
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new UserError(file + " is larger than any report");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UserError("cannot read " + file + ": " + unreadable, unreadable);
        }
    }

    private void valid(Verification.Valid valid, TrustedKey trusted) {
        DrillReport report = valid.report();
        System.out.println(file + " is VALID");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CHECKED", "FOUND"));
        rows.add(List.of(
                "report",
                valid.format().name().toLowerCase(Locale.ROOT) + " of drill " + valid.drill() + ", run "
                        + report.run().name() + ", ended " + report.run().endedAt()));
        rows.add(List.of("result", valid.result().label()));
        rows.add(List.of("signature", "Ed25519, right for every byte before it"));
        rows.add(List.of("signed by", valid.keyFingerprint()));
        rows.add(List.of(
                "journal", report.journal().size() + " entries, each following the one before, up to the run's head"));
        rows.add(List.of(
                "origin",
                trusted.key().isPresent()
                        ? "signed with the key of " + trusted.source()
                        : "NOT SHOWN: " + valid.origin().words()));
        Terminal.table(rows);
        trusted.notes().forEach(note -> System.out.println("note: " + note));
    }

    private void invalid(Verification.Invalid invalid, TrustedKey trusted) {
        System.out.println(file + " is NOT VALID: " + invalid.reason());
        trusted.key()
                .ifPresent(key ->
                        System.out.println("checked against the key " + key.fingerprint() + " of " + trusted.source()));
        trusted.notes().forEach(note -> System.out.println("note: " + note));
    }
}
