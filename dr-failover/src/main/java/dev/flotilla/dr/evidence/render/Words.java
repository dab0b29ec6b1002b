package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Measurement;
import dev.flotilla.dr.evidence.DrillReport.Objectives;
import dev.flotilla.dr.evidence.DrillReport.Site;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Times, durations and lists as both pages write them. */
final class Words {
    static final String NONE = "–";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Words() {}

    static String time(Instant at) {
        return TIME.format(at);
    }

    static String duration(@Nullable Long ms) {
        if (ms == null) {
            return NONE;
        }
        if (ms < 0) {
            return "−" + duration(-ms);
        }
        if (ms < SECOND) {
            return ms == 0 ? "0 s" : ms + " ms";
        }
        if (ms < MINUTE) {
            return ms % SECOND == 0
                    ? ms / SECOND + " s"
                    : String.format(Locale.ROOT, "%d.%d s", ms / SECOND, ms % SECOND / 100);
        }
        return ms < HOUR
                ? ms / MINUTE + " min" + rest("s", ms % MINUTE / SECOND)
                : ms / HOUR + " h" + rest("min", ms % HOUR / MINUTE);
    }

    private static String rest(String unit, long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, " %02d %s", count, unit);
    }

    /** Where the report's clock begins: the loss, or the run if there was none. */
    static Instant zero(DrillReport report) {
        return report.at(Milestone.INJECTED).orElse(report.run().startedAt());
    }

    /** How long after the report's zero. */
    static String offset(DrillReport report, Instant at) {
        long ms = Duration.between(zero(report), at).toMillis();
        return ms == 0 ? "T0" : ms < 0 ? duration(ms) : "+" + duration(ms);
    }

    static String title(DrillReport report) {
        String title = report.drill().title();
        return title.isBlank() ? report.drill().name() : title;
    }

    static String list(List<String> names) {
        return names.isEmpty() ? NONE : String.join(", ", names);
    }

    /** Whether an objective was met, in a word. */
    static String met(Measurement measurement) {
        Boolean met = measurement.met();
        if (met == null) {
            return measurement.valueMs() == null ? "not measured" : "no objective";
        }
        return met ? "met" : "missed";
    }

    static String objectives(Objectives objectives) {
        return "every workload ready again within " + duration(objectives.rtoMs()) + " of the loss"
                + (objectives.soakMs() == 0 ? "" : ", and still so " + duration(objectives.soakMs()) + " later");
    }

    static String site(Site site) {
        return site.name() + (site.name().equals(site.region()) ? "" : " in region " + site.region()) + ": "
                + list(site.clusters()) + (site.lost() ? " (lost)" : "");
    }

    static String sites(DrillReport report) {
        return report.drill().sites().stream().map(Words::site).collect(Collectors.joining("; "));
    }
}
