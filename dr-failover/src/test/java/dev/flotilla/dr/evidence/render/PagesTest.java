package dev.flotilla.dr.evidence.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.dr.evidence.CanonicalJson;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Move;
import dev.flotilla.dr.evidence.ReportJson;
import dev.flotilla.dr.evidence.SampleReports;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class PagesTest {
    private static final String HOSTILE =
            "</td></svg><script>alert('x')</script><img src=https://x.invalid> --> | `code` **b** \u202e\u0000\n# h";
    /** What has a form of its own, and cannot be anything else. */
    private static final Set<String> FORMED = Set.of("at", "startedAt", "endedAt", "result", "event", "type");

    static List<DrillReport> reports() {
        return List.of(
                SampleReports.passed(), SampleReports.failed(), SampleReports.aborted(), SampleReports.inconclusive());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void saysTheVerdictFirst(DrillReport report) {
        String label = report.run().result().label();

        assertThat(markdown(report).lines().findFirst().orElse(""))
                .startsWith("# ")
                .contains(label);
        assertThat(html(report)).contains("<title>" + label + ": ");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void rendersTheSamePageAgain(DrillReport report) {
        assertThat(html(report)).isEqualTo(html(report));
        assertThat(markdown(report)).isEqualTo(markdown(report));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void loadsNothingAndRunsNothing(DrillReport report) {
        String html = html(report);

        assertThat(html).doesNotContain("<script", " src=", " href=", "@import", "<link");
        assertThat(Pattern.compile("url\\((?!#)").matcher(html).find()).isFalse();
        assertThat(html.replace("xmlns=\"http://www.w3.org/2000/svg\"", "")).doesNotContain("http://", "https://");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void closesEveryElement(DrillReport report) throws Exception {
        String html = html(report);
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</body>") + "</body>".length())
                .replace("<br>", "<br/>");

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(body)))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("body");
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        DrillReport hostile = hostile();

        String html = html(hostile);
        String markdown = markdown(hostile);

        assertThat(html).doesNotContain("<script", "<img", "--> ", "\u202e", "\u0000");
        assertThat(html).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        assertThat(markdown).doesNotContain("<script", "<img", "\u202e", "\n# h");
        closesEveryElement(hostile);
    }

    @Test
    void keepsTheColumnsOfMarkdownTablesWhateverTheCellsHold() {
        for (DrillReport report : List.of(SampleReports.passed(), hostile())) {
            List<String> lines = markdown(report).lines().toList();
            for (int i = 1; i < lines.size(); i++) {
                if (lines.get(i).startsWith("|") && lines.get(i - 1).startsWith("|")) {
                    assertThat(bars(lines.get(i))).as(lines.get(i)).isEqualTo(bars(lines.get(i - 1)));
                }
            }
        }
    }

    @Test
    void drawsOnlyTheSlowestOfManyWorkloads() {
        String picture = TimelinePicture.of(withMoves(400));

        assertThat(picture).contains("and 376 faster ones", ">service-399<", "400 of 400");
        assertThat(picture).doesNotContain(">service-0<");
    }

    @Test
    void marksEventsObjectiveWorkloadsAndWeightsInThePicture() {
        String picture = TimelinePicture.of(SampleReports.passed());

        assertThat(picture)
                .contains(
                        "loss injected T0",
                        "loss detected +4.0 s",
                        "last workload ready elsewhere +31.9 s",
                        "objective (RTO) 1 min",
                        ">payments<",
                        "eu (lost) 34 → 0 → 34",
                        "us 34 → 50 → 34");
    }

    @Test
    void listsWhatDeviatedAsSentences() {
        assertThat(Findings.of(SampleReports.passed())).isEmpty();
        assertThat(Findings.of(SampleReports.failed()))
                .containsExactly(
                        "Recovery of all workloads took 1 min 14 s; the objective of 1 min was missed by 14.2 s.");
        assertThat(Findings.of(SampleReports.aborted()))
                .containsExactly(
                        "The guard other-regions-healthy tripped at +12 s: us-1 was not Ready: 3 probes failed.",
                        "Recovery of all workloads was never reached; the objective is 1 min.",
                        "shop/Deployment/payments ran in eu-1, eu-2, us-1 and was not seen ready elsewhere: waits for"
                                + " its image.");
    }

    @Test
    void admitsWhatASimulationCannotShow() {
        assertThat(Findings.limits(SampleReports.passed()))
                .anySatisfy(each -> assertThat(each).contains("the clusters themselves keep running"))
                .contains("Loss of data (RPO) was not measured.");
    }

    private static String html(DrillReport report) {
        return HtmlPage.of(report, "0".repeat(64));
    }

    private static String markdown(DrillReport report) {
        return MarkdownPage.of(report, "0".repeat(64));
    }

    private static long bars(String line) {
        return Pattern.compile("(?<!\\\\)\\|").matcher(line).results().count();
    }

    private static DrillReport hostile() {
        JsonNode tree = hostile("", ReportJson.tree(SampleReports.aborted()));
        return ReportJson.read(CanonicalJson.bytes(tree));
    }

    private static JsonNode hostile(String field, JsonNode node) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (node.isObject()) {
            ObjectNode object = nodes.objectNode();
            node.properties()
                    .forEach(each -> object.set(
                            field.equals("weights") ? each.getKey() + HOSTILE : each.getKey(),
                            hostile(each.getKey(), each.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = nodes.arrayNode();
            node.forEach(each -> array.add(hostile(field, each)));
            return array;
        }
        return node.isString() && !FORMED.contains(field) ? nodes.stringNode(node.stringValue() + HOSTILE) : node;
    }

    private static DrillReport withMoves(int count) {
        DrillReport passed = SampleReports.passed();
        List<Move> moves = IntStream.range(0, count)
                .mapToObj(i -> new Move(
                        "shop", "Deployment", "service-" + i, List.of("eu-1"), List.of("us-1"), 1_000L + i, ""))
                .toList();
        return new DrillReport(
                passed.formatVersion(),
                passed.drill(),
                passed.run(),
                passed.timeline(),
                passed.measurements(),
                passed.hypothesis(),
                passed.guards(),
                moves,
                passed.traffic(),
                passed.decisions(),
                passed.journal(),
                passed.journalHead());
    }
}
