package dev.flotilla.dr.evidence.render;

import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Drill;
import dev.flotilla.dr.evidence.DrillReport.Measurement;
import dev.flotilla.dr.evidence.DrillReport.Run;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.render.Tables.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The report as one page of HTML that loads nothing and runs nothing. */
final class HtmlPage {
    private final StringBuilder out = new StringBuilder();
    private final DrillReport report;

    private HtmlPage(DrillReport report) {
        this.report = report;
    }

    /** @param fingerprint of the key that will sign it */
    static String of(DrillReport report, String fingerprint) {
        return new HtmlPage(report).page(fingerprint);
    }

    private String page(String fingerprint) {
        out.append("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                """);
        out.append("<title>").append(text(report.run().result().label() + ": " + Words.title(report)));
        out.append("</title>\n<style>\n").append(Stylesheet.CSS).append("</style>\n</head>\n<body>\n");
        header();
        out.append("<main>\n");
        findings();
        picture();
        rehearsed();
        tables();
        out.append("</main>\n");
        proof(fingerprint);
        return out.append("</body>\n</html>\n").toString();
    }

    private void header() {
        Run run = report.run();
        out.append("<header>\n<p class=\"verdict ")
                .append(run.result().label().toLowerCase(Locale.ROOT))
                .append("\"><span aria-hidden=\"true\">")
                .append(icon(run.result()))
                .append("</span> ")
                .append(run.result().label())
                .append("</p>\n");
        element("h1", Words.title(report));
        out.append("<p class=\"meta\">Disaster recovery drill, ")
                .append(text(report.drill().type() + " of " + report.drill().scenario()))
                .append("<br>")
                .append(text(Words.time(run.startedAt()) + " to " + Words.time(run.endedAt()) + " ("
                        + Words.duration(run.duration().toMillis()) + ")"))
                .append("</p>\n<div class=\"reasons\">\n");
        run.reasons().forEach(reason -> element("p", reason));
        out.append("</div>\n<dl class=\"figures\">\n");
        report.measurements().forEach(this::figure);
        out.append("</dl>\n</header>\n");
    }

    private static String icon(Result result) {
        return switch (result) {
            case PASSED -> "✓";
            case FAILED -> "✕";
            case ABORTED -> "■";
            case INCONCLUSIVE -> "?";
        };
    }

    private void figure(Measurement measurement) {
        out.append("<div class=\"figure\"><dt>").append(text(measurement.name()));
        out.append("</dt><dd class=\"value\">").append(text(Words.duration(measurement.valueMs())));
        out.append("</dd><dd class=\"objective ")
                .append(verdictStyle(Words.met(measurement)))
                .append("\">");
        out.append(
                measurement.objectiveMs() == null
                        ? Words.met(measurement)
                        : text("objective " + Words.duration(measurement.objectiveMs()) + ": "
                                + Words.met(measurement)));
        out.append("</dd></div>\n");
    }

    private void findings() {
        List<String> findings = Findings.of(report);
        element("h2", "Findings");
        out.append(findings.isEmpty() ? "<div class=\"findings none\">\n" : "<div class=\"findings\">\n");
        bullets(findings.isEmpty() ? List.of("No deviation was found.") : findings);
        out.append("</div>\n");
    }

    private void picture() {
        element("h2", "The drill as it went");
        out.append("<figure>\n").append(TimelinePicture.of(report)).append("<figcaption>");
        out.append(
                text("Time counts from the loss. The shaded stretch is the objective. Hatched areas are the traffic of"
                        + " lost sites. All numbers are in the tables below."));
        out.append("</figcaption>\n</figure>\n");
    }

    private void rehearsed() {
        Drill drill = report.drill();
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Drill", drill.name() + ", revision " + drill.generation());
        facts.put("Identity", drill.uid());
        facts.put("Run", report.run().name());
        facts.put("Hub", drill.hub());
        facts.put("Scenario", drill.scenario() + " (" + drill.type() + ")");
        facts.put("Sites", Words.sites(report));
        facts.put("Scope", drill.scope());
        facts.put("Objective", Words.objectives(drill.objectives()));
        element("h2", "What was rehearsed");
        facts(facts);
        element("h2", "What this drill does not show");
        bullets(Findings.limits(report));
    }

    private void facts(Map<String, String> facts) {
        out.append("<dl class=\"facts\">\n");
        facts.forEach((name, fact) -> out.append("<dt>")
                .append(text(name))
                .append("</dt><dd>")
                .append(text(fact))
                .append("</dd>\n"));
        out.append("</dl>\n");
    }

    private void tables() {
        section(Tables.measurements(report));
        section(Tables.timeline(report));
        section(Tables.hypothesis(report));
        section(Tables.guards(report));
        section(Tables.workloads(report));
        element("h2", "Traffic weights");
        List<Table> traffic = Tables.traffic(report);
        traffic.forEach(each -> rows(each, true));
        if (traffic.isEmpty()) {
            element("p", "No traffic policy was in scope.");
        }
        section(Tables.decisions(report));
        section(Tables.journal(report));
    }

    private void section(Table table) {
        element("h2", table.caption());
        rows(table, false);
    }

    private void rows(Table table, boolean captioned) {
        if (table.rows().isEmpty()) {
            element("p", table.empty());
            return;
        }
        out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(text(table.caption()))
                .append("\">\n<table>\n");
        if (captioned) {
            element("caption", table.caption());
        }
        out.append("<thead><tr>");
        for (int column = 0; column < table.headings().size(); column++) {
            out.append("<th scope=\"col\"").append(style(table, column, "")).append('>');
            out.append(text(table.headings().get(column))).append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> row(table, row));
        out.append("</tbody>\n</table>\n</div>\n");
    }

    private void row(Table table, List<String> cells) {
        out.append("<tr>");
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            out.append("<td")
                    .append(style(table, column, cell))
                    .append('>')
                    .append(text(cell))
                    .append("</td>");
        }
        out.append("</tr>\n");
    }

    private static String style(Table table, int column, String cell) {
        String heading = table.headings().get(column);
        String style = switch (heading) {
            case "Hash" -> "hash";
            case "Verdict" -> verdictStyle(cell);
            default -> table.numeric().contains(column) ? "number" : "";
        };
        return style.isEmpty() ? "" : " class=\"" + style + "\"";
    }

    private static String verdictStyle(String verdict) {
        return switch (verdict) {
            case "met" -> "met";
            case "held" -> "held";
            case "missed" -> "missed";
            case "did not hold" -> "deviated";
            default -> "note";
        };
    }

    private void proof(String fingerprint) {
        out.append("<footer>\n");
        element("h2", "How to check this report");
        out.append("<p>This file is signed (Ed25519) with the key of the hub that ran the drill. The report's data, the"
                + " key and the signature are in a comment at the end of the file; one changed byte anywhere in it is"
                + " found by</p>\n<pre>flotilla drill verify ");
        out.append(ReportFormat.HTML.fileName()).append(" --key publicKey.pem</pre>\n<dl class=\"facts\">\n");
        hash("Key fingerprint (SHA-256)", fingerprint);
        hash("Head of the journal", report.journalHead());
        out.append("</dl>\n</footer>\n");
    }

    private void hash(String name, String hash) {
        out.append("<dt>").append(text(name)).append("</dt><dd class=\"hash\">");
        out.append(text(hash)).append("</dd>\n");
    }

    private void bullets(List<String> sentences) {
        out.append("<ul>\n");
        sentences.forEach(each -> element("li", each));
        out.append("</ul>\n");
    }

    private void element(String name, String plain) {
        out.append('<').append(name).append('>').append(text(plain));
        out.append("</").append(name).append(">\n");
    }

    private static String text(String plain) {
        return Visible.html(plain);
    }
}
