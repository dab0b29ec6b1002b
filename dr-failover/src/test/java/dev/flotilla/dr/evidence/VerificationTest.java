package dev.flotilla.dr.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.dr.evidence.Verification.Invalid;
import dev.flotilla.dr.evidence.Verification.Origin;
import dev.flotilla.dr.evidence.Verification.Valid;
import dev.flotilla.dr.evidence.render.SignedReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerificationTest {
    private static final long SEED = 20261126;
    /** The journal's key, the signature and what is after it; each byte there is tried. */
    private static final int END_BYTES = 260;

    private static final int TRIED_BEFORE_MAX = 150;

    private final SigningKey key = SampleKeys.fresh();

    @ParameterizedTest
    @EnumSource
    void acceptsWhatTheTrustedKeySigned(ReportFormat format) {
        byte[] file = file(SampleReports.passed(), format);

        Verification verification = Verification.verify(file, Optional.of(key.verifying()));

        assertThat(verification)
                .isEqualTo(new Valid(format, key.verifying().fingerprint(), Origin.KEY_GIVEN, SampleReports.passed()));
    }

    @ParameterizedTest
    @EnumSource
    void saysThatOnlyTheFilesOwnKeyWasThere(ReportFormat format) {
        byte[] file = file(SampleReports.aborted(), format);

        Verification verification = Verification.verify(file, Optional.empty());

        assertThat(verification).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.origin()).isEqualTo(Origin.KEY_EMBEDDED);
            assertThat(valid.origin().words()).contains("who signed it is not shown");
            assertThat(valid.result()).isEqualTo(Result.ABORTED);
            assertThat(valid.drill()).isEqualTo("shop-loses-eu");
        });
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatSomebodyElseSigned(ReportFormat format) {
        SigningKey forger = SampleKeys.fresh();
        byte[] file = SignedReport.of(SampleReports.passed(), format, forger).getBytes(StandardCharsets.UTF_8);

        Verification verification = Verification.verify(file, Optional.of(key.verifying()));

        assertThat(reason(verification)).contains(forger.verifying().fingerprint());
    }

    /** Some byte of each stretch of the file, and every byte of its end. */
    @ParameterizedTest
    @EnumSource
    void refusesAnyChangedByte(ReportFormat format) {
        byte[] file = file(SampleReports.failed(), format);
        Random random = new Random(SEED);
        int before = file.length - END_BYTES;
        int stretch = Math.max(1, before / TRIED_BEFORE_MAX);
        for (int at = 0; at < file.length; at += at < before ? 1 + random.nextInt(stretch * 2) : 1) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (at % 3 == 0 ? 1 : 1 + random.nextInt(255));

            assertThat(Verification.verify(changed, Optional.empty()))
                    .as("%s, seed %s, byte %s: %s instead of %s", format, SEED, at, changed[at], file[at])
                    .isInstanceOf(Invalid.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFileThatWasCut(ReportFormat format) {
        byte[] file = file(SampleReports.passed(), format);
        Random random = new Random(SEED);
        for (int length = 0; length < file.length; length += 1 + random.nextInt(file.length / 40)) {
            byte[] cut = Arrays.copyOf(file, length);

            assertThat(Verification.verify(cut, Optional.empty()))
                    .as("%s, cut after %s bytes", format, length)
                    .isInstanceOf(Invalid.class);
        }
        assertThat(Verification.verify(Arrays.copyOf(file, file.length - 1), Optional.empty()))
                .isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFileToWhichSomethingWasAdded(ReportFormat format) {
        String file = new String(file(SampleReports.passed(), format), StandardCharsets.UTF_8);
        for (String added : List.of("\n", " ", "\0", "-->\n", file)) {
            byte[] after = (file + added).getBytes(StandardCharsets.UTF_8);
            byte[] before = (added + file).getBytes(StandardCharsets.UTF_8);

            assertThat(Verification.verify(after, Optional.empty())).isInstanceOf(Invalid.class);
            assertThat(Verification.verify(before, Optional.empty())).isInstanceOf(Invalid.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWindowsLineBreaks(ReportFormat format) {
        String file = new String(file(SampleReports.passed(), format), StandardCharsets.UTF_8);

        Verification verification =
                Verification.verify(file.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), Optional.empty());

        assertThat(verification).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @EnumSource
    void namesTheJournalEntryThatWasChangedBeforeSigning(ReportFormat format) {
        DrillReport passed = SampleReports.passed();
        List<JournalEntry> journal = new ArrayList<>(passed.journal());
        journal.remove(3);

        Verification verification =
                Verification.verify(file(withJournal(passed, journal, passed.journalHead()), format), Optional.empty());

        assertThat(reason(verification)).contains("at entry 5", "entry 4 was to follow");
    }

    @ParameterizedTest
    @EnumSource
    void findsThatTheJournalsEndIsMissing(ReportFormat format) {
        DrillReport passed = SampleReports.passed();
        List<JournalEntry> journal = passed.journal().subList(0, 7);

        Verification verification =
                Verification.verify(file(withJournal(passed, journal, passed.journalHead()), format), Optional.empty());

        assertThat(reason(verification)).contains("the journal is not whole", passed.journalHead());
    }

    @Test
    void refusesWhatIsNoReport() {
        for (String text : List.of("", "hello", "{}", "{\n}\n", "# A page\n", "<!doctype html>\n<p>")) {
            byte[] file = text.getBytes(StandardCharsets.UTF_8);

            assertThat(Verification.verify(file, Optional.empty())).as(text).isInstanceOf(Invalid.class);
        }
    }

    /** Base64 has several spellings for the last bits; only the one that was written counts. */
    @Test
    void refusesAnotherSpellingOfTheSameSignature() {
        String file = new String(file(SampleReports.passed(), ReportFormat.MARKDOWN), StandardCharsets.UTF_8);
        int last = file.lastIndexOf("==") - 1;
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char other = alphabet.charAt(alphabet.indexOf(file.charAt(last)) + 1);
        String respelled = file.substring(0, last) + other + file.substring(last + 1);

        Verification verification = Verification.verify(respelled.getBytes(StandardCharsets.UTF_8), Optional.empty());

        assertThat(reason(verification)).contains("not written as it should be");
    }

    private byte[] file(DrillReport report, ReportFormat format) {
        return SignedReport.of(report, format, key).getBytes(StandardCharsets.UTF_8);
    }

    private static String reason(Verification verification) {
        assertThat(verification).isInstanceOf(Invalid.class);
        return ((Invalid) verification).reason();
    }

    private static DrillReport withJournal(DrillReport report, List<JournalEntry> journal, String head) {
        return new DrillReport(
                report.formatVersion(),
                report.drill(),
                report.run(),
                report.timeline(),
                report.measurements(),
                report.hypothesis(),
                report.guards(),
                report.workloads(),
                report.traffic(),
                report.decisions(),
                journal,
                head);
    }
}
