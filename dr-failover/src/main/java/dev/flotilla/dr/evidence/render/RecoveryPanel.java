package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Move;
import dev.flotilla.dr.evidence.Milestone;
import java.util.Comparator;
import java.util.List;

/** The lower half of the picture: a bar for each workload, from the loss until it was ready again. */
final class RecoveryPanel {
    /** Of more, the slowest are shown: they decide. */
    static final int WORKLOADS_MAX = 24;

    private static final double ROW = 19;
    private static final double BAR = 9;
    private static final int NAME_CHARACTERS = 27;
    private static final int TARGET_CHARACTERS = 34;

    private final DrillReport report;
    private final Svg svg;
    private final Axis axis;
    private double y;

    private RecoveryPanel(DrillReport report, Svg svg, double top) {
        this.report = report;
        this.svg = svg;
        this.axis = axis(report);
        this.y = top;
    }

    /** @return where the panel ends */
    static double draw(DrillReport report, Svg svg, double top) {
        boolean nothing =
                report.workloads().isEmpty() || report.at(Milestone.INJECTED).isEmpty();
        return nothing ? top - 24 : new RecoveryPanel(report, svg, top).panel();
    }

    private static Axis axis(DrillReport report) {
        long slowest = report.workloads().stream()
                .map(Move::readyAfterMs)
                .filter(each -> each != null)
                .max(Comparator.naturalOrder())
                .orElse(0L);
        long to = Math.max(slowest, report.drill().objectives().rtoMs());
        return new Axis(Words.zero(report), 0, to + to / 12, TimelinePicture.LEFT, TimelinePicture.RIGHT);
    }

    private double panel() {
        svg.text("panel", 0, y, "Recovery, the slowest workload first");
        List<Move> shown = slowest();
        int hidden = report.workloads().size() - shown.size();
        double top = y + 28;
        double bottom = top + shown.size() * ROW + (hidden > 0 ? ROW : 0) + 4;
        long rto = report.drill().objectives().rtoMs();
        svg.rect("within", axis.left(), top, axis.x(rto) - axis.left(), bottom - top);
        y = top;
        shown.forEach(this::row);
        if (hidden > 0) {
            svg.text("lane", axis.left() - 10, y + 13, "and " + hidden + " faster ones");
        }
        svg.line("line objective", axis.x(rto), top - 6, axis.x(rto), bottom);
        svg.text("label objective end", axis.x(rto), top - 10, "objective (RTO) " + Words.duration(rto));
        TimelinePicture.ticks(svg, axis, bottom);
        return bottom + 28;
    }

    /** What was never ready is the slowest of all. */
    private List<Move> slowest() {
        Comparator<Move> order =
                Comparator.comparing(Move::readyAfterMs, Comparator.nullsLast(Comparator.naturalOrder()));
        return report.workloads().stream()
                .sorted(order.reversed().thenComparing(Move::workload))
                .limit(WORKLOADS_MAX)
                .toList();
    }

    private void row(Move move) {
        Long ready = move.readyAfterMs();
        svg.text("lane", axis.left() - 10, y + 13, move.name(), NAME_CHARACTERS);
        double end = ready == null ? axis.right() : axis.x(ready);
        String style =
                ready == null ? "never" : ready <= report.drill().objectives().rtoMs() ? "in-time" : "late";
        svg.rect("bar " + style, axis.left(), y + 4, end - axis.left(), BAR);
        if (ready != null) {
            svg.circle("dot " + style, end, y + 4 + BAR / 2, 4);
        }
        String target = ready == null ? "not ready elsewhere" : Words.duration(ready) + " → " + Words.list(move.to());
        double beside = ready == null ? TimelinePicture.RIGHT + 12 : Math.max(end + 10, axis.left() + 4);
        svg.text("legend", beside, y + 13, target, TARGET_CHARACTERS);
        y += ROW;
    }
}
