package dev.flotilla.api.schema.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Says of malformed JSON what Go's scanner says of it. Runs only where reading has failed already. */
final class GoSyntax {
    private static final String END = "unexpected end of JSON input";

    private static final int DEPTH_MAX = 10_000;

    private final String text;
    private final Deque<Character> open = new ArrayDeque<>();
    private int position;

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private GoSyntax(String text) {
        this.text = text;
    }

    /** Empty if Go would find nothing wrong. */
    static Optional<String> complaint(byte[] json) {
        try {
            new GoSyntax(new String(json, StandardCharsets.UTF_8)).scan();
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** One value after the other until all that was opened is closed; without recursion, whatever the depth. */
    private void scan() {
        boolean valueExpected = true;
        do {
            if (valueExpected) {
                valueExpected = beginValue();
            } else {
                valueExpected = endValue();
            }
        } while (valueExpected || !open.isEmpty());
        skipSpace();
        if (position < text.length()) {
            throw invalid("after top-level value");
        }
    }

    /** Whether another value must follow at once. */
    private boolean beginValue() {
        char c = next("looking for beginning of value");
        switch (c) {
            case '{' -> {
                position++;
                if (peekAfterSpace() == '}') {
                    position++;
                    return false;
                }
                open('{');
                key();
                return true;
            }
            case '[' -> {
                position++;
                if (peekAfterSpace() == ']') {
                    position++;
                    return false;
                }
                open('[');
                return true;
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number(c);
        }
        return false;
    }

    private void open(char bracket) {
        open.push(bracket);
        if (open.size() > DEPTH_MAX) {
            throw invalid("exceeded max depth");
        }
    }

    private boolean endValue() {
        boolean object = open.getFirst() == '{';
        String context = object ? "after object key:value pair" : "after array element";
        char c = next(context);
        if (c == ',') {
            position++;
            if (object) {
                key();
            }
            return true;
        }
        if (c != (object ? '}' : ']')) {
            throw invalid(context);
        }
        position++;
        open.pop();
        return false;
    }

    private void key() {
        if (next("looking for beginning of object key string") != '"') {
            throw invalid("looking for beginning of object key string");
        }
        string();
        if (next("after object key") != ':') {
            throw invalid("after object key");
        }
        position++;
    }

    private void string() {
        position++;
        while (true) {
            char c = here();
            if (c == '"') {
                position++;
                return;
            }
            if (c < 0x20) {
                throw invalid("in string literal");
            }
            position++;
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() {
        char c = here();
        if ("bfnrt\\/\"u".indexOf(c) < 0) {
            throw invalid("in string escape code");
        }
        position++;
        for (int i = 0; c == 'u' && i < 4; i++) {
            if (Character.digit(here(), 16) < 0) {
                throw invalid("in \\u hexadecimal character escape");
            }
            position++;
        }
    }

    private void literal(String expected) {
        for (int i = 1; i < expected.length(); i++) {
            position++;
            if (here() != expected.charAt(i)) {
                throw invalid("in literal " + expected + " (expecting '" + expected.charAt(i) + "')");
            }
        }
        position++;
    }

    private void number(char first) {
        if (first != '-' && !isDigit(first)) {
            throw invalid("looking for beginning of value");
        }
        if (first == '-') {
            position++;
            require("in numeric literal");
        }
        if (here() == '0') {
            position++;
        } else {
            digits();
        }
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            require("after decimal point in numeric literal");
            digits();
        }
        if (position < text.length() && (text.charAt(position) | 0x20) == 'e') {
            position++;
            if (here() == '+' || here() == '-') {
                position++;
            }
            require("in exponent of numeric literal");
            digits();
        }
    }

    private void require(String context) {
        if (!isDigit(here())) {
            throw invalid(context);
        }
    }

    private void digits() {
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private char next(String context) {
        skipSpace();
        if (position < text.length() && text.charAt(position) == 0) {
            throw invalid(context);
        }
        return here();
    }

    private char peekAfterSpace() {
        skipSpace();
        return here();
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private char here() {
        if (position >= text.length()) {
            throw new Malformed(END);
        }
        return text.charAt(position);
    }

    private Malformed invalid(String context) {
        char c = here();
        String shown = switch (c) {
            case '\'' -> "\\'";
            case '"' -> "\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < 0x20 ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
        return new Malformed("invalid character '" + shown + "' " + context);
    }
}
