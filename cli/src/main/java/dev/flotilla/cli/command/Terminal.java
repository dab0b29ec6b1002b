package dev.flotilla.cli.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is printed to people: steps, hints, tables in columns. Colours only where a terminal asks for them. */
public final class Terminal {
    // From JDK 25 on there is again no console where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static final boolean COLOURS = System.console() != null
            && System.console().isTerminal()
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));

    private static final int GAP = 3;

    private Terminal() {}

    public static void step(String text) {
        System.out.println();
        System.out.println(COLOURS ? "\u001b[1m==> " + text + "\u001b[0m" : "==> " + text);
    }

    public static void line(String text) {
        System.out.println("    " + text);
    }

    /** How to look for oneself. */
    public static void hint(String command) {
        System.out.println(COLOURS ? "    \u001b[2m$ " + command + "\u001b[0m" : "    $ " + command);
    }

    /** @param rows the first is the heading */
    public static void table(List<List<String>> rows) {
        List<Integer> widths =
                new ArrayList<>(Collections.nCopies(rows.getFirst().size(), 0));
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths.set(column, Math.max(widths.get(column), row.get(column).length()));
            }
        }
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder("    ");
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                boolean last = column == row.size() - 1;
                text.append(cell).append(last ? "" : " ".repeat(widths.get(column) - cell.length() + GAP));
            }
            System.out.println(text.toString().stripTrailing());
        }
    }
}
