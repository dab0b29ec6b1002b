package dev.flotilla.dr.evidence.render;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The elements of a picture; all numbers to a tenth, all text escaped, all looks by class. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    void line(String style, double x1, double y1, double x2, double y2) {
        out.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    void rect(String style, double x, double y, double width, double height) {
        out.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                style,
                x,
                y,
                Math.max(0, width),
                height));
    }

    void circle(String style, double x, double y, double radius) {
        out.append(String.format(
                Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", style, x, y, radius));
    }

    /** @param points x and y in turn */
    void polygon(String style, double... points) {
        String numbers = DoubleStream.of(points)
                .mapToObj(each -> String.format(Locale.ROOT, "%.1f", each))
                .collect(Collectors.joining(" "));
        out.append("<polygon class=\"")
                .append(style)
                .append("\" points=\"")
                .append(numbers)
                .append("\"/>\n");
    }

    void text(String style, double x, double y, String text) {
        out.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", style, x, y))
                .append(Visible.html(text))
                .append("</text>\n");
    }

    /** At most so many characters; the whole text for whoever points at it. */
    void text(String style, double x, double y, String text, int charactersMax) {
        if (text.codePointCount(0, text.length()) <= charactersMax) {
            text(style, x, y, text);
            return;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…";
        out.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\"><title>", style, x, y))
                .append(Visible.html(text))
                .append("</title>")
                .append(Visible.html(cut))
                .append("</text>\n");
    }

    String elements() {
        return out.toString();
    }
}
