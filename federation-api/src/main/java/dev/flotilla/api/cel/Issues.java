package dev.flotilla.api.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** An expression's errors as kube-apiserver prints them: the place, the line, and a caret beneath it. */
final class Issues {
    private static final List<String> SYNTAX = List.of(
            "mismatched input", "missing ", "extraneous input", "no viable alternative", "token recognition error");

    private Issues() {}

    static String text(Collection<CelIssue> issues, String expression) {
        String[] lines = expression.split("\n", -1);
        return issues.stream().map(issue -> text(issue, lines)).collect(Collectors.joining("\n"));
    }

    private static String text(CelIssue issue, String[] lines) {
        CelSourceLocation at = issue.getSourceLocation();
        String head = "ERROR: <input>:" + at.getLine() + ":" + (at.getColumn() + 1) + ": " + words(issue.getMessage());
        if (at.getLine() < 1 || at.getLine() > lines.length) {
            return head;
        }
        return head + "\n | " + lines[at.getLine() - 1] + "\n | " + ".".repeat(Math.max(0, at.getColumn())) + "^";
    }

    /** What the parser finds is called a syntax error. */
    private static String words(String message) {
        boolean syntax = SYNTAX.stream().anyMatch(message::startsWith);
        return syntax ? "Syntax error: " + message : message;
    }
}
