package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Event;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The drill on a time axis: what happened, how long the objective allowed, when each workload was ready again, how much
 * traffic each site had. Below it, stretched, the recovery of each workload.
 */
final class TimelinePicture {
    static final int WIDTH = 1120;

    static final double LEFT = 190;
    static final double RIGHT = 920;

    private static final int POLICIES_MAX = 3;
    private static final double TITLE = 26;
    private static final double ROW = 18;
    private static final double RUG = 26;
    private static final double GAP = 14;

    private final DrillReport report;
    private final Svg svg = new Svg();
    private double y;

    private TimelinePicture(DrillReport report) {
        this.report = report;
    }

    /** A line with its label. */
    private record Mark(long ms, String style, String label) {}

    /** An {@code svg} element that needs the page's style sheet and nothing else. */
    static String of(DrillReport report) {
        return new TimelinePicture(report).picture();
    }

    private String picture() {
        whole();
        y = RecoveryPanel.draw(report, svg, y + 34);
        return String.format(Locale.ROOT, """
                <svg viewBox="0 0 %d %.0f" role="img" aria-labelledby="picture-title picture-text" \
                xmlns="http://www.w3.org/2000/svg">
                <title id="picture-title">Timeline of the drill</title>
                <desc id="picture-text">%s</desc>
                <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" \
                patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>
                """, WIDTH, y, Visible.html(description())) + svg.elements() + "</svg>\n";
    }

    /** The picture in words, for who cannot see it. */
    private String description() {
        List<String> events = report.timeline().stream()
                .map(each -> each.event().words() + " at " + Words.offset(report, each.at()))
                .toList();
        return "Time runs from left to right. " + String.join("; ", events)
                + ". The tables below hold all its numbers.";
    }

    private void whole() {
        svg.text("panel", 0, 16, "The whole drill");
        Axis axis = axis();
        double top = TITLE + events(axis);
        double bottom = top + RUG + GAP + lanes() * (TrafficLane.HEIGHT + GAP);
        objective(axis, top, bottom);
        y = top;
        rug(axis);
        SiteWeights.of(report).stream().limit(POLICIES_MAX).forEach(policy -> {
            TrafficLane.draw(policy, axis, svg, y);
            y += TrafficLane.HEIGHT + GAP;
        });
        lines(axis, bottom);
        ticks(svg, axis, bottom);
        y = bottom + 24;
    }

    private long lanes() {
        return Math.min(POLICIES_MAX, SiteWeights.of(report).size());
    }

    private Axis axis() {
        Instant zero = Words.zero(report);
        long from = Math.min(0, report.run().startedAt().toEpochMilli() - zero.toEpochMilli());
        long last = report.timeline().stream()
                .map(Event::at)
                .max(Comparator.naturalOrder())
                .orElse(zero)
                .toEpochMilli();
        long to = Math.max(last, report.run().endedAt().toEpochMilli()) - zero.toEpochMilli();
        return new Axis(zero, from, Math.max(to, from + 1_000), LEFT, RIGHT);
    }

    private List<Mark> marks(Axis axis) {
        List<Mark> marks = new ArrayList<>();
        for (Event event : report.timeline()) {
            marks.add(new Mark(axis.ms(event.at()), style(event, axis), label(event)));
        }
        long rto = report.drill().objectives().rtoMs();
        if (injected() && axis.holds(rto)) {
            marks.add(new Mark(rto, "objective", "objective (RTO) " + Words.duration(rto)));
        }
        marks.sort(Comparator.comparingLong(Mark::ms));
        return marks;
    }

    private String style(Event event, Axis axis) {
        return switch (event.event()) {
            case INJECTED, GUARD_TRIPPED, ABORTED -> "event bad";
            case LAST_READY ->
                axis.ms(event.at()) <= report.drill().objectives().rtoMs() ? "event good" : "event bad";
            default -> "event";
        };
    }

    private String label(Event event) {
        return event.event().words() + " " + Words.offset(report, event.at());
    }

    private boolean injected() {
        return report.at(Milestone.INJECTED).isPresent();
    }

    private double events(Axis axis) {
        EventLabels rows = new EventLabels();
        for (Mark mark : marks(axis)) {
            double top = TITLE + rows.place(axis.x(mark.ms()), mark.label()) * ROW;
            svg.text("label " + mark.style(), axis.x(mark.ms()) + 5, top + 12, mark.label());
        }
        return rows.rows() * ROW + 8;
    }

    private void lines(Axis axis, double bottom) {
        EventLabels rows = new EventLabels();
        for (Mark mark : marks(axis)) {
            double x = axis.x(mark.ms());
            double top = TITLE + rows.place(x, mark.label()) * ROW;
            svg.line("line " + mark.style(), x, top + 2, x, bottom);
            svg.circle("dot " + mark.style(), x, bottom, 3);
        }
    }

    private void objective(Axis axis, double top, double bottom) {
        if (injected()) {
            double from = axis.x(0);
            svg.rect("within", from, top, axis.x(report.drill().objectives().rtoMs()) - from, bottom - top);
        }
    }

    /** A tick for each workload at the moment it was ready again. */
    private void rug(Axis axis) {
        long[] ready = report.workloads().stream()
                .map(DrillReport.Move::readyAfterMs)
                .filter(each -> each != null)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        svg.text("lane", LEFT - 10, y + 17, "workloads ready again");
        svg.line("base", LEFT, y + RUG, RIGHT, y + RUG);
        LongStream.of(ready).forEach(each -> svg.line("tick-ready", axis.x(each), y + 6, axis.x(each), y + RUG));
        svg.text(
                "legend",
                RIGHT + 12,
                y + 17,
                ready.length + " of " + report.workloads().size());
        y += RUG + GAP;
    }

    static void ticks(Svg svg, Axis axis, double bottom) {
        svg.line("axis", axis.left(), bottom, axis.right(), bottom);
        for (long tick : axis.ticks()) {
            svg.line("axis", axis.x(tick), bottom, axis.x(tick), bottom + 5);
            svg.text("tick", axis.x(tick), bottom + 19, Words.duration(tick));
        }
    }
}
