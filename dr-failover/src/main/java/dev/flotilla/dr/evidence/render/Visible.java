package dev.flotilla.dr.evidence.render;

/** Text from a report as it may stand on a page: nothing in it can act, hide or turn around what is beside it. */
final class Visible {
    private static final char REPLACEMENT = '\ufffd';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Visible() {}

    /** For HTML and SVG, in elements and in quoted attributes alike. */
    static String html(String text) {
        StringBuilder out = new StringBuilder();
        plain(text).chars().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append((char) c);
            }
        });
        return out.toString();
    }

    /** For Markdown within one line, in table cells too. */
    static String markdown(String text) {
        StringBuilder out = new StringBuilder();
        plain(text).chars().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '>' ->
                    out.append('\\').append((char) c);
                default -> out.append((char) c);
            }
        });
        return out.toString();
    }

    /** One line; controls, unpaired surrogates and changes of the writing's direction become a visible sign. */
    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\r' || point == '\t') {
                out.append(' ');
            } else if (hidden(point)) {
                out.append(REPLACEMENT);
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    /** Joiners stay: words of several languages need them. */
    private static boolean hidden(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT -> point != ZERO_WIDTH_JOINER && point != ZERO_WIDTH_NON_JOINER;
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
