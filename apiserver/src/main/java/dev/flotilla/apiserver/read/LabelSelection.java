package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads a label selector as it stands in a URL: {@code app=web,tier in (a,b),!canary,weight>5}. An absent label
 * satisfies {@code !=} and {@code notin}, as in Kubernetes, whose words the refusals are.
 */
public final class LabelSelection {
    private static final String SPECIAL = ",()=!<>";
    /** Two characters before one, so that the longest is taken. */
    private static final List<String> SIGNS = List.of("!=", "==", "=", "!", "<", ">", "(", ")", ",");

    private static final List<String> OPERATORS = List.of("=", "==", "!=", "<", ">", "in", "notin");
    private static final String OPERATORS_SHOWN = "in, notin, =, ==, !=, gt, lt";

    private final String text;
    private int at;

    private LabelSelection(String text) {
        this.text = text;
    }

    /** @throws dev.flotilla.api.status.StatusException 400 with the place that could not be understood */
    public static Predicate<Map<String, String>> parse(String selector) {
        LabelSelection parser = new LabelSelection(selector);
        List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
        String first = parser.peek();
        while (!first.isEmpty()) {
            if (!first.equals("!") && !isWord(first)) {
                throw refused("", first, "!, identifier, or 'end of string'");
            }
            requirements.add(parser.requirement());
            first = parser.next();
            if (!first.isEmpty()) {
                first = parser.afterRequirement(first);
            }
        }
        return labels -> requirements.stream().allMatch(each -> each.test(labels));
    }

    /** What begins the next requirement. */
    private String afterRequirement(String token) {
        if (!token.equals(",")) {
            throw refused("", token, "',' or 'end of string'");
        }
        String following = peek();
        if (!following.equals("!") && !isWord(following)) {
            throw refused("", following, "identifier after ','");
        }
        return following;
    }

    private Predicate<Map<String, String>> requirement() {
        String key = next();
        boolean absent = key.equals("!");
        if (absent) {
            key = next();
        }
        if (!isWord(key)) {
            throw requirementRefused(key, "identifier");
        }
        LabelRequirement.checkKey(key);
        String name = key;
        if (absent) {
            return labels -> !labels.containsKey(name);
        }
        if (peek().isEmpty() || peek().equals(",")) {
            return labels -> labels.containsKey(name);
        }
        String operator = next();
        if (!OPERATORS.contains(operator)) {
            throw requirementRefused(operator, OPERATORS_SHOWN);
        }
        return LabelRequirement.of(name, operator, isWord(operator) ? values() : List.of(value()));
    }

    private String value() {
        String token = peek();
        if (token.isEmpty() || token.equals(",")) {
            return "";
        }
        next();
        if (!isWord(token)) {
            throw requirementRefused(token, "identifier");
        }
        return token;
    }

    /** What stands between parentheses, sorted; where nothing stands, an empty value. */
    private List<String> values() {
        String open = next();
        if (!open.equals("(")) {
            throw StatusError.badRequest("unable to parse requirement: found '" + open + "' expected: '('")
                    .exception();
        }
        TreeSet<String> values = new TreeSet<>();
        String token = next();
        while (!token.equals(")")) {
            if (token.equals(",")) {
                values.add("");
                token = nextOf(",", ")", "',', or identifier");
            } else if (isWord(token)) {
                values.add(token);
                token = next();
                if (token.equals(",")) {
                    token = peek().equals(")") ? "," : next();
                } else if (!token.equals(")")) {
                    throw requirementRefused(token, "',' or ')'");
                }
            } else {
                throw requirementRefused(token, "',', ')' or identifier");
            }
        }
        return values.isEmpty() ? List.of("") : List.copyOf(values);
    }

    private String nextOf(String one, String other, String expected) {
        String token = next();
        if (!token.equals(one) && !token.equals(other) && !isWord(token)) {
            throw requirementRefused(token, expected);
        }
        return token;
    }

    private String peek() {
        int start = at;
        String token = next();
        at = start;
        return token;
    }

    /** A word or a sign; empty at the end. */
    private String next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        while (at < text.length() && SPECIAL.indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            for (String sign : SIGNS) {
                if (text.startsWith(sign, at)) {
                    at += sign.length();
                    return sign;
                }
            }
        }
        return text.substring(start, at);
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && SPECIAL.indexOf(token.charAt(0)) < 0;
    }

    private static RuntimeException requirementRefused(String found, String expected) {
        return refused("unable to parse requirement: ", found, expected);
    }

    private static RuntimeException refused(String head, String found, String expected) {
        return StatusError.badRequest(head + "found '" + found + "', expected: " + expected)
                .exception();
    }
}
