package dev.flotilla.api.schema.custom;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The regular expressions of one schema, each compiled when it is first asked for. Safe to share between threads. */
final class Patterns {
    private final ConcurrentHashMap<String, Optional<Pattern>> compiled = new ConcurrentHashMap<>();

    /** Whether the expression is found somewhere in a text; never, if it is none. */
    boolean found(String expression, String text) {
        return compiled.computeIfAbsent(expression, Patterns::compile)
                .filter(pattern -> pattern.matcher(text).find())
                .isPresent();
    }

    private static Optional<Pattern> compile(String expression) {
        try {
            return Optional.of(Pattern.compile(expression));
        } catch (PatternSyntaxException _) {
            return Optional.empty();
        }
    }
}
