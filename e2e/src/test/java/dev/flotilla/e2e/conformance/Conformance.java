package dev.flotilla.e2e.conformance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Keeps the record of every case on every subject, and leaves out those that are declared {@link NotOn} a subject. The
 * subject is the display name of the class's invocation.
 */
public final class Conformance implements TestWatcher, ExecutionCondition {
    /** A case of many in one method names its section in its display name: {@code §3.1 pages of a list}. */
    private static final Pattern SECTION = Pattern.compile("§([\\d.]+) ");

    private static final Namespace OURS = Namespace.create(Conformance.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return excluded(context)
                .map(not -> ConditionEvaluationResult.disabled(not.because()))
                .orElse(ConditionEvaluationResult.enabled("for every subject"));
    }

    private static Optional<NotOn> excluded(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            return Optional.empty();
        }
        String subject = subject(context);
        return Stream.of(context.getRequiredTestMethod(), context.getRequiredTestClass())
                .flatMap(element -> AnnotationSupport.findAnnotation(element, NotOn.class).stream())
                .filter(not -> not.value().equals(subject))
                .findFirst();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, new Outcome.Passed());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        record(context, new Outcome.Failed(message(cause).lines().findFirst().orElse("")));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        record(context, new Outcome.Skipped(message(cause)));
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        record(context, new Outcome.Skipped(reason.orElse("disabled")));
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private static void record(ExtensionContext context, Outcome outcome) {
        Matcher named = SECTION.matcher(context.getDisplayName());
        String section = named.find()
                ? named.group(1)
                : Sections.of(context.getRequiredTestMethod(), context.getRequiredTestClass())
                        .orElse("");
        context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(Report.class, _ -> new Report(), Report.class)
                .add(new Report.Case(section, name(context)), subject(context), outcome);
    }

    private static String name(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String display = context.getDisplayName();
        String each = display.startsWith("[") ? ": " + display.replaceFirst("^\\[\\d+] (each = )?(§\\S+ )?", "") : "";
        return context.getRequiredTestClass().getSimpleName().replaceFirst("IT$", "") + "." + method + each;
    }

    /** The name of the class's invocation: the ancestor without a method that is nearest. */
    private static String subject(ExtensionContext context) {
        Optional<ExtensionContext> each = Optional.of(context);
        while (each.isPresent() && each.get().getTestMethod().isPresent()) {
            each = each.get().getParent();
        }
        return each.map(ExtensionContext::getDisplayName).orElse("");
    }
}
