package dev.flotilla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Drill;
import dev.flotilla.dr.evidence.DrillReport.Objectives;
import dev.flotilla.dr.evidence.DrillReport.Run;
import dev.flotilla.dr.evidence.HashChain;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.SigningKey;
import dev.flotilla.dr.evidence.render.SignedReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrillVerifyTest {
    @TempDir
    private Path directory;

    private final SigningKey key = key();

    private record Outcome(int exit, String out) {}

    @ParameterizedTest
    @EnumSource
    void acceptsAReportAndSaysWhatWasChecked(ReportFormat format) throws IOException {
        Path report = report(format);
        Path publicKey =
                Files.writeString(directory.resolve("key.pem"), key.verifying().pem());

        Outcome outcome = verify(report, "--key", publicKey.toString());

        assertThat(outcome.exit).isZero();
        assertThat(outcome.out)
                .contains(
                        "is VALID",
                        "Passed",
                        "drill shop-loses-eu",
                        key.verifying().fingerprint())
                .contains("signed with the key of " + publicKey);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAReportWithOneByteChanged(ReportFormat format) throws IOException {
        Path report = report(format);
        String changed = Files.readString(report).replace("Passed", "Pass3d");
        Files.writeString(report, changed);
        Path publicKey =
                Files.writeString(directory.resolve("key.pem"), key.verifying().pem());

        Outcome outcome = verify(report, "--key", publicKey.toString());

        assertThat(outcome.exit).isEqualTo(1);
        assertThat(outcome.out).contains("is NOT VALID", "it was changed after it was signed");
    }

    @Test
    void refusesAReportOfAnotherHub() throws IOException {
        Path report = report(ReportFormat.HTML);
        Path publicKey = Files.writeString(
                directory.resolve("key.pem"), key().verifying().pem());

        Outcome outcome = verify(report, "--key", publicKey.toString());

        assertThat(outcome.exit).isEqualTo(1);
        assertThat(outcome.out).contains("not with the trusted key");
    }

    @Test
    void failsWithAdviceWhereTheKeyIsNone() throws IOException {
        Path report = report(ReportFormat.HTML);

        Outcome outcome = verify(report, "--key", report.toString());

        assertThat(outcome.exit).isEqualTo(1);
        assertThat(outcome.out).isEmpty();
    }

    private Path report(ReportFormat format) throws IOException {
        Instant at = Instant.parse("2026-11-26T05:12:03.120Z");
        DrillReport report = new DrillReport(
                DrillReport.FORMAT_VERSION,
                new Drill(
                        "shop-loses-eu",
                        "uid-1",
                        1,
                        "",
                        "Simulation",
                        "RegionLoss",
                        "hub-1",
                        List.of(),
                        "",
                        new Objectives(60_000, 0)),
                new Run("shop-loses-eu-1", at, at.plusSeconds(9), Result.PASSED, List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                HashChain.GENESIS);
        return Files.writeString(directory.resolve(format.fileName()), SignedReport.of(report, format, key));
    }

    private static Outcome verify(Path report, String... options) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            String[] arguments = new String[3 + options.length];
            arguments[0] = "drill";
            arguments[1] = "verify";
            arguments[2] = report.toString();
            System.arraycopy(options, 0, arguments, 3, options.length);
            return new Outcome(Flotilla.run(arguments), out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static SigningKey key() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return SigningKey.of(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
