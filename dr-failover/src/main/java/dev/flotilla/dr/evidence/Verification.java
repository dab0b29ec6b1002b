package dev.flotilla.dr.evidence;

import dev.flotilla.api.dr.DrillStatus.Result;
import java.util.Optional;

/** Whether a file is a report as a hub gave it out, to the byte. */
public sealed interface Verification {
    /**
     * The signature is that of every byte before it, and the journal is whole.
     *
     * @param keyFingerprint of the key that signed it
     * @param origin what the key says about who signed it
     */
    record Valid(ReportFormat format, String keyFingerprint, Origin origin, DrillReport report)
            implements Verification {
        public String drill() {
            return report.drill().name();
        }

        public Result result() {
            return report.run().result();
        }
    }

    /** @param reason a sentence for whoever has the file */
    record Invalid(String reason) implements Verification {}

    /** What is known about who signed. */
    enum Origin {
        /** It was signed with the key that the caller trusts. */
        KEY_GIVEN("the report was signed with the key given, by whoever holds it"),
        /** The file's own key was all there was: anybody could have made and signed the whole file. */
        KEY_EMBEDDED("the report is as its signer made it, but who signed it is not shown: no key was given to compare"
                + " with the file's own");

        private final String words;

        Origin(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * Judges a whole file of any of the three formats.
     *
     * @param trusted the hub's public key, from a source other than the file; if empty, the file's own is used
     */
    static Verification verify(byte[] file, Optional<VerifyingKey> trusted) {
        Optional<ReportFormat> format = Seal.format(file);
        if (format.isEmpty()) {
            return new Invalid(
                    "it is not a drill report: it begins neither as JSON, nor as Markdown, nor as HTML of one");
        }
        try {
            return judge(format.get(), Seal.open(file, format.get()), trusted);
        } catch (IllegalArgumentException damaged) {
            return new Invalid("it is not a whole report: " + damaged.getMessage());
        }
    }

    private static Verification judge(ReportFormat format, Seal.Opened file, Optional<VerifyingKey> trusted) {
        String signer = file.key().fingerprint();
        if (trusted.isPresent() && !trusted.get().fingerprint().equals(signer)) {
            return new Invalid("it was signed with the key " + signer + ", not with the trusted key "
                    + trusted.get().fingerprint());
        }
        if (!file.key().verifies(file.content(), file.signature())) {
            return new Invalid("the signature is not that of this content: it was changed after it was signed");
        }
        DrillReport report = ReportJson.read(file.report());
        Optional<HashChain.Break> broken = HashChain.firstBreak(report.journal());
        if (broken.isPresent()) {
            return new Invalid("the journal was changed before it was signed, at entry "
                    + broken.get().seq() + ": " + broken.get().reason());
        }
        if (!HashChain.head(report.journal()).equals(report.journalHead())) {
            return new Invalid("the journal is not whole: its last entry's hash is " + HashChain.head(report.journal())
                    + ", the run's is " + report.journalHead());
        }
        return new Valid(format, signer, trusted.isPresent() ? Origin.KEY_GIVEN : Origin.KEY_EMBEDDED, report);
    }
}
