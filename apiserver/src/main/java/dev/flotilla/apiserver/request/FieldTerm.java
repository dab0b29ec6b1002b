package dev.flotilla.apiserver.request;

import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One requirement of a field selector: {@code metadata.name=web} or {@code status.phase!=Running}. */
public record FieldTerm(String field, boolean equal, String value) {
    private static final String NAME = "metadata.name";

    /** @throws dev.flotilla.api.status.StatusException 400 with the requirement that could not be understood */
    public static List<FieldTerm> parse(String selector) {
        List<FieldTerm> terms = new ArrayList<>();
        for (String each : split(selector)) {
            if (!each.isEmpty()) {
                terms.add(term(each, selector));
            }
        }
        return List.copyOf(terms);
    }

    /** The one name that the terms demand; empty if they demand none, or none that an object can have. */
    static Optional<String> name(List<FieldTerm> terms) {
        return terms.stream()
                .filter(term -> term.equal() && term.field().equals(NAME))
                .findFirst()
                .map(FieldTerm::value)
                .filter(FieldTerm::possible);
    }

    private static boolean possible(String name) {
        return !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0 && name.indexOf('%') < 0;
    }

    private static FieldTerm term(String text, String selector) {
        int operator = text.indexOf('=');
        if (operator <= 0) {
            throw StatusError.badRequest("invalid selector: '" + selector + "'; can't understand '" + text + "'")
                    .exception();
        }
        boolean equal = text.charAt(operator - 1) != '!';
        String field = text.substring(0, equal ? operator : operator - 1).strip();
        int start = equal && text.startsWith("==", operator) ? operator + 2 : operator + 1;
        return new FieldTerm(field, equal, unescaped(text.substring(start)));
    }

    private static List<String> split(String selector) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            if (c == '\\' && i + 1 < selector.length()) {
                part.append(c).append(selector.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                char next = i + 1 < value.length() ? value.charAt(++i) : ' ';
                if (next != ',' && next != '=' && next != '\\') {
                    throw StatusError.badRequest(
                                    "invalid field selector: invalid escape sequence: \\" + Character.toString(next))
                            .exception();
                }
                plain.append(next);
            } else if (c == '=') {
                throw StatusError.badRequest("invalid field selector: unescaped character in value: " + c)
                        .exception();
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
