package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.Seal;
import dev.flotilla.dr.evidence.SigningKey;

/** A report as the file that is given out. */
public final class SignedReport {
    private SignedReport() {}

    /** The same for the same report and key; UTF-8 is its only encoding. */
    public static String of(DrillReport report, ReportFormat format, SigningKey key) {
        String fingerprint = key.verifying().fingerprint();
        return switch (format) {
            case JSON -> Seal.json(report, key);
            case MARKDOWN -> Seal.page(MarkdownPage.of(report, fingerprint), report, key);
            case HTML -> Seal.page(HtmlPage.of(report, fingerprint), report, key);
        };
    }
}
