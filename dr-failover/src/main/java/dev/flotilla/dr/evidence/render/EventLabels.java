package dev.flotilla.dr.evidence.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds a row for each label above a time axis. Labels are set to the right of their lines, and a line goes down from
 * its label; in this order no line runs through a label, and no label over another.
 */
final class EventLabels {
    private static final double CHARACTER_WIDTH = 6.6;
    private static final double GAP = 14;

    /** Where each row's last label ends. */
    private final List<Double> ends = new ArrayList<>();

    /**
     * The row for the next label, from 0 at the top; to be called from left to right.
     *
     * @param x where the label's line stands
     */
    int place(double x, String label) {
        int row = 0;
        for (int i = 0; i < ends.size(); i++) {
            row = ends.get(i) > x ? i + 1 : row;
        }
        double end = x + label.length() * CHARACTER_WIDTH + GAP;
        if (row == ends.size()) {
            ends.add(end);
        } else {
            ends.set(row, end);
        }
        return row;
    }

    int rows() {
        return ends.size();
    }
}
