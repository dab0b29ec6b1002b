package dev.flotilla.api.patch.apply;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * The order in which managedFields and conflicts have the steps of a path: fields by name; items by what identifies
 * them, numbers by their size and before strings.
 */
final class PathElementOrder {
    private static final String KINDS = "fkvi";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,6})?");
    private static final String IN_NUMBERS = "0123456789-+.eE";

    private PathElementOrder() {}

    /** @param left as {@link PathElement#text}, as the other */
    static int compare(String left, String right) {
        int byKind = Integer.compare(KINDS.indexOf(left.charAt(0)), KINDS.indexOf(right.charAt(0)));
        if (byKind != 0) {
            return byKind;
        }
        return left.charAt(0) == 'f' ? left.compareTo(right) : identities(left, right);
    }

    /** Both are JSON whose fields are in order, so that what they have in common is at their beginning. */
    private static int identities(String left, String right) {
        int end = Math.min(left.length(), right.length());
        int at = 0;
        boolean inString = false;
        while (at < end && left.charAt(at) == right.charAt(at)) {
            if (left.charAt(at) == '"' && left.charAt(at - 1) != '\\') {
                inString = !inString;
            }
            at++;
        }
        if (at == end) {
            return Integer.compare(left.length(), right.length());
        }
        return inString ? inStrings(left.charAt(at), right.charAt(at)) : values(left, right, at);
    }

    /** A string that ends is before those that go on. */
    private static int inStrings(char left, char right) {
        if (left == '"' || right == '"') {
            return left == '"' ? -1 : 1;
        }
        return Character.compare(left, right);
    }

    private static int values(String left, String right, int at) {
        String leftNumber = number(left, at);
        String rightNumber = number(right, at);
        if (leftNumber.isEmpty() || rightNumber.isEmpty()) {
            return leftNumber.isEmpty() == rightNumber.isEmpty()
                    ? Character.compare(left.charAt(at), right.charAt(at))
                    : leftNumber.isEmpty() ? 1 : -1;
        }
        int bySize = new BigDecimal(leftNumber).compareTo(new BigDecimal(rightNumber));
        return bySize == 0 ? left.compareTo(right) : bySize;
    }

    /** The number that is at, or ends before, a position; empty if none does. */
    private static String number(String text, int at) {
        int from = at;
        while (inNumber(text, from - 1)) {
            from--;
        }
        int to = at;
        while (inNumber(text, to)) {
            to++;
        }
        String found = text.substring(from, to);
        return NUMBER.matcher(found).matches() ? found : "";
    }

    private static boolean inNumber(String text, int at) {
        return at > 1 && at < text.length() && IN_NUMBERS.indexOf(text.charAt(at)) >= 0;
    }
}
