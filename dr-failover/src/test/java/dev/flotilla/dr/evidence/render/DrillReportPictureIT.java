package dev.flotilla.dr.evidence.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.SampleKeys;
import dev.flotilla.dr.evidence.SampleReports;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. */
class DrillReportPictureIT {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 1600;
    /** Colours of the style sheet as they are by day. */
    private static final int LOST = 0xd9601a;

    private static final int KEPT = 0x2f78bd;
    private static final int IN_TIME = 0x14692f;
    private static final int OBJECTIVE = 0x0b5cad;

    private static final Optional<Chromium> CHROMIUM = Chromium.installed();

    @TempDir
    private Path scratch;

    @BeforeAll
    static void needsABrowser() {
        if (CHROMIUM.isEmpty()) {
            System.out.println("skipped: no chromium on this machine to open the drill's report with");
        }
        Assumptions.assumeTrue(CHROMIUM.isPresent());
    }

    @Test
    void showsEventsWorkloadsAndWeights() throws Exception {
        Map<Integer, Integer> colours = colours(picture(SampleReports.passed()));

        assertThat(colours).hasSizeGreaterThan(50);
        assertThat(colours.getOrDefault(KEPT, 0))
                .as("traffic of a site that was kept")
                .isGreaterThan(2_000);
        assertThat(colours.getOrDefault(LOST, 0)).as("traffic of the lost site").isGreaterThan(200);
        assertThat(colours.getOrDefault(IN_TIME, 0))
                .as("marks of ready workloads")
                .isGreaterThan(200);
        assertThat(colours.getOrDefault(OBJECTIVE, 0))
                .as("line of the objective")
                .isGreaterThan(50);
    }

    @Test
    void showsAnEmptyDrillWithoutWorkloadsAndWeights() throws Exception {
        Map<Integer, Integer> colours = colours(picture(SampleReports.inconclusive()));

        assertThat(colours.getOrDefault(KEPT, 0)).isZero();
        assertThat(colours.getOrDefault(LOST, 0)).isZero();
    }

    private BufferedImage picture(DrillReport report) throws Exception {
        Path page = scratch.resolve("report.html");
        Files.writeString(page, SignedReport.of(report, ReportFormat.HTML, SampleKeys.fresh()));

        return CHROMIUM.orElseThrow().picture(page, scratch, WIDTH, HEIGHT);
    }

    /** How many pixels have each colour, within the drawing: what is above it is text on plain ground. */
    private static Map<Integer, Integer> colours(BufferedImage picture) {
        assertThat(picture.getWidth()).isEqualTo(WIDTH);
        Map<Integer, Integer> colours = new HashMap<>();
        for (int y = HEIGHT / 3; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                colours.merge(picture.getRGB(x, y) & 0xffffff, 1, Integer::sum);
            }
        }
        return colours;
    }
}
