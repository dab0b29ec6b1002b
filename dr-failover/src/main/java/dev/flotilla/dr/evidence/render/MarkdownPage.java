package dev.flotilla.dr.evidence.render;

import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Drill;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.render.Tables.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The report as GitHub-flavoured Markdown: the verdict first, the proof last. */
final class MarkdownPage {
    private final StringBuilder out = new StringBuilder();
    private final DrillReport report;

    private MarkdownPage(DrillReport report) {
        this.report = report;
    }

    /** @param fingerprint of the key that will sign it */
    static String of(DrillReport report, String fingerprint) {
        return new MarkdownPage(report).page(fingerprint);
    }

    private String page(String fingerprint) {
        head();
        table(Tables.measurements(report));
        section("Findings");
        bullets(Findings.of(report), "No deviation was found.");
        section("What was rehearsed");
        rehearsed();
        table(Tables.timeline(report));
        table(Tables.hypothesis(report));
        table(Tables.guards(report));
        table(Tables.workloads(report));
        section("Traffic weights");
        weights();
        section("What this drill does not show");
        bullets(Findings.limits(report), "");
        folded(Tables.decisions(report));
        folded(Tables.journal(report));
        proof(fingerprint);
        return out.toString();
    }

    private void head() {
        Result result = report.run().result();
        line("# " + icon(result) + " " + result.label() + ": " + text(Words.title(report)));
        report.run().reasons().forEach(reason -> line("> " + text(reason)));
        line(text(report.drill().type() + " of " + report.drill().scenario()) + ", "
                + Words.time(report.run().startedAt()) + " to "
                + Words.time(report.run().endedAt()) + " ("
                + Words.duration(report.run().duration().toMillis()) + ")");
    }

    private static String icon(Result result) {
        return switch (result) {
            case PASSED -> "✅";
            case FAILED -> "❌";
            case ABORTED -> "⏹️";
            case INCONCLUSIVE -> "❔";
        };
    }

    private void rehearsed() {
        Drill drill = report.drill();
        bullets(
                List.of(
                        "Drill: " + drill.name() + ", revision " + drill.generation() + ", uid " + drill.uid(),
                        "Run: " + report.run().name(),
                        "Hub: " + drill.hub(),
                        "Sites: " + Words.sites(report),
                        "Scope: " + drill.scope(),
                        "Objective: " + Words.objectives(drill.objectives())),
                "");
    }

    private void weights() {
        List<Table> tables = Tables.traffic(report);
        if (tables.isEmpty()) {
            line("No traffic policy was in scope.");
        }
        for (Table each : tables) {
            line("**" + text(each.caption()) + "**");
            rows(each);
        }
    }

    private void proof(String fingerprint) {
        section("How to check this report");
        line(
                "This file is signed (Ed25519) with the key of the hub that ran the drill; the key's fingerprint (SHA-256) is");
        line("`" + fingerprint + "`");
        line(
                "The report's data, the key and the signature are in a comment at the end. One changed byte anywhere in the"
                        + " file is found by");
        line("```\nflotilla drill verify " + ReportFormat.MARKDOWN.fileName() + " --key publicKey.pem\n```");
        line("The journal's entries are chained by their hashes; the last one is " + text(report.journalHead()) + ".");
    }

    private void section(String name) {
        line("## " + text(name));
    }

    private void table(Table table) {
        section(table.caption());
        rows(table);
    }

    private void rows(Table table) {
        if (table.rows().isEmpty()) {
            line(text(table.empty()));
            return;
        }
        out.append(row(table.headings())).append('|');
        for (int column = 0; column < table.headings().size(); column++) {
            out.append(table.numeric().contains(column) ? "---:|" : "---|");
        }
        out.append('\n');
        table.rows().forEach(row -> out.append(row(row)));
        out.append('\n');
    }

    private static String row(List<String> cells) {
        return cells.stream().map(MarkdownPage::text).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private void folded(Table table) {
        line("<details><summary>" + text(table.caption()) + " (" + table.rows().size() + ")</summary>");
        rows(table);
        line("</details>");
    }

    private void bullets(List<String> sentences, String none) {
        if (sentences.isEmpty()) {
            line(text(none));
            return;
        }
        sentences.forEach(each -> out.append("- ").append(text(each)).append('\n'));
        out.append('\n');
    }

    private void line(String markup) {
        out.append(markup).append("\n\n");
    }

    private static String text(String plain) {
        return Visible.markdown(plain);
    }
}
