package dev.flotilla.dr.evidence.render;

import java.util.List;

/** One traffic policy's weights over time: its sites stacked upon each other, the lost ones at the bottom. */
final class TrafficLane {
    static final double HEIGHT = 76;

    private static final double LEGEND_ROW = 16;
    private static final double SWATCH = 11;
    private static final int COOL_COLOURS = 5;
    private static final int NAME_CHARACTERS = 26;
    private static final int LEGEND_CHARACTERS = 28;

    private final SiteWeights policy;
    private final Axis axis;
    private final Svg svg;
    private final double top;

    private TrafficLane(SiteWeights policy, Axis axis, Svg svg, double top) {
        this.policy = policy;
        this.axis = axis;
        this.svg = svg;
        this.top = top;
    }

    static void draw(SiteWeights policy, Axis axis, Svg svg, double top) {
        new TrafficLane(policy, axis, svg, top).lane();
    }

    private void lane() {
        svg.text("lane", axis.left() - 10, top + 14, "traffic weights of", NAME_CHARACTERS);
        svg.text("lane", axis.left() - 10, top + 30, policy.policy(), NAME_CHARACTERS);
        svg.rect("ground", axis.left(), top, axis.right() - axis.left(), HEIGHT);
        double legend = top + 4;
        for (int place = 0; place < policy.places().size(); place++) {
            areas(place);
            if (policy.weighed(place) && legend + SWATCH < top + HEIGHT) {
                legend(place, legend);
                legend += LEGEND_ROW;
            }
        }
    }

    private void areas(int place) {
        List<SiteWeights.Sample> samples = policy.samples();
        for (int i = 0; i < samples.size(); i++) {
            double from = axis.x(samples.get(i).at());
            double to = i + 1 < samples.size() ? axis.x(samples.get(i + 1).at()) : axis.right();
            double below = height(samples.get(i), place);
            double above = height(samples.get(i), place + 1);
            if (above > below && to > from) {
                area(place, from, top + HEIGHT - above, to - from, above - below);
            }
        }
    }

    /** Colour is never the only sign: lost sites are hatched. */
    private void area(int place, double x, double y, double width, double height) {
        svg.rect("area " + style(place), x, y, width, height);
        if (policy.places().get(place).lost()) {
            svg.rect("hatched", x, y, width, height);
        }
    }

    /** Lost ones have a warm colour, the others cool ones in turn. */
    private String style(int place) {
        if (policy.places().get(place).lost()) {
            return "lost";
        }
        long before = policy.places().subList(0, place).stream()
                .filter(each -> !each.lost())
                .count();
        return "kept-" + (1 + before % COOL_COLOURS);
    }

    /** How high the first so many places are, one upon the other. */
    private double height(SiteWeights.Sample sample, int places) {
        int sum = sample.weights().subList(0, places).stream()
                .mapToInt(Integer::intValue)
                .sum();
        return HEIGHT * sum / policy.scale();
    }

    private void legend(int place, double y) {
        SiteWeights.Place site = policy.places().get(place);
        area(place, axis.right() + 12, y, SWATCH, SWATCH);
        String text = site.name() + (site.lost() ? " (lost) " : " ") + policy.course(place);
        svg.text("legend", axis.right() + 29, y + 10, text, LEGEND_CHARACTERS);
    }
}
