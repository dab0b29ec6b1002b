package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a label selector as it stands in a URL: {@code app=web,tier in (a,b),!canary,weight>5}. An absent label
 * satisfies {@code !=} and {@code notin}, as in Kubernetes.
 */
public final class LabelSelection {
    private static final String WORD_END = ",()=!<> \t";

    private final String text;
    private int at;

    private LabelSelection(String text) {
        this.text = text;
    }

    /** @throws dev.flotilla.api.status.StatusException 400 with the place that could not be understood */
    public static Predicate<Map<String, String>> parse(String selector) {
        LabelSelection parser = new LabelSelection(selector);
        List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
        parser.space();
        while (parser.at < selector.length()) {
            requirements.add(parser.requirement());
            parser.space();
            if (parser.at < selector.length()) {
                parser.expect(",", "',' or 'end of string'");
                parser.space();
                if (parser.at >= selector.length()) {
                    throw parser.refused("", "identifier after ','");
                }
            }
        }
        return labels -> requirements.stream().allMatch(each -> each.test(labels));
    }

    private Predicate<Map<String, String>> requirement() {
        if (take("!")) {
            space();
            String key = word("identifier");
            return labels -> !labels.containsKey(key);
        }
        String key = word("identifier");
        space();
        if (at >= text.length() || text.charAt(at) == ',') {
            return labels -> labels.containsKey(key);
        }
        return operator(key);
    }

    private Predicate<Map<String, String>> operator(String key) {
        if (take("!=")) {
            String value = value();
            return labels -> !value.equals(labels.get(key));
        }
        if (take("==") || take("=")) {
            String value = value();
            return labels -> value.equals(labels.get(key));
        }
        if (take(">")) {
            long bound = number(value());
            return labels -> comparable(labels.get(key)) && Long.parseLong(labels.get(key)) > bound;
        }
        if (take("<")) {
            long bound = number(value());
            return labels -> comparable(labels.get(key)) && Long.parseLong(labels.get(key)) < bound;
        }
        String word = word("in, notin, =, ==, !=, gt, lt");
        return switch (word) {
            case "in" -> {
                Set<String> values = values();
                yield labels -> labels.containsKey(key) && values.contains(labels.get(key));
            }
            case "notin" -> {
                Set<String> values = values();
                yield labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
            }
            default -> throw refused(word, "in, notin, =, ==, !=, gt, lt");
        };
    }

    private Set<String> values() {
        space();
        expect("(", "'('");
        Set<String> values = new TreeSet<>();
        do {
            values.add(value());
            space();
        } while (take(","));
        expect(")", "',' or ')'");
        return values;
    }

    private String value() {
        space();
        int start = at;
        skipWord();
        return text.substring(start, at);
    }

    private String word(String expected) {
        int start = at;
        skipWord();
        if (start == at) {
            throw refused(at < text.length() ? text.substring(at, at + 1) : "", expected);
        }
        return text.substring(start, at);
    }

    private void skipWord() {
        while (at < text.length() && WORD_END.indexOf(text.charAt(at)) < 0) {
            at++;
        }
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private void expect(String token, String expected) {
        if (!take(token)) {
            int start = at;
            skipWord();
            String found =
                    start < at ? text.substring(start, at) : at < text.length() ? text.substring(at, at + 1) : "";
            throw refused(found, expected);
        }
    }

    private static boolean comparable(@Nullable String value) {
        return value != null && value.matches("-?[0-9]{1,18}");
    }

    private long number(String value) {
        if (!comparable(value)) {
            throw StatusError.badRequest("values[0][" + text + "]: Invalid value: \"" + value
                            + "\": for 'Gt', 'Lt' operators, the value must be an integer")
                    .exception();
        }
        return Long.parseLong(value);
    }

    private RuntimeException refused(String found, String expected) {
        String head = expected.startsWith("',' or 'end") ? "" : "unable to parse requirement: ";
        return StatusError.badRequest(head + "found '" + found + "', expected: " + expected)
                .exception();
    }
}
