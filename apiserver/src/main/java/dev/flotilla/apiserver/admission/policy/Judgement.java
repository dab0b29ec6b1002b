package dev.flotilla.apiserver.admission.policy;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a policy says of one request with one parameter object.
 *
 * @param violations what it objects to, in the order of its validations
 * @param refusals failures that deny whatever a binding's actions are
 * @param annotations for the audit log, by key
 */
public record Judgement(List<Violation> violations, List<Violation> refusals, Map<String, String> annotations) {
    private static final int MESSAGE_BYTES_MAX = 5 * 1024;
    private static final Judgement NOTHING = new Judgement(List.of(), List.of(), Map.of());

    /**
     * @param index of the validation
     * @param reason in the words of a Status
     */
    public record Violation(int index, String message, String reason) {}

    public Judgement {
        violations = List.copyOf(violations);
        refusals = List.copyOf(refusals);
        annotations = Map.copyOf(annotations);
    }

    public static Judgement of(Policy policy, Inputs inputs) {
        return switch (policy.conditions().judge(inputs)) {
            case MatchConditions.Verdict.Plain.DO_NOT_HOLD -> NOTHING;
            case MatchConditions.Verdict.Unknown(String why) ->
                policy.ignoresFailure()
                        ? NOTHING
                        : new Judgement(List.of(new Violation(0, why, "Invalid")), List.of(), Map.of());
            case MatchConditions.Verdict.Plain.HOLD -> evaluated(policy, inputs);
        };
    }

    private static Judgement evaluated(Policy policy, Inputs inputs) {
        Run run = new Run(inputs, policy.variables(), Run.POLICY_BUDGET);
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < policy.checks().size(); i++) {
            violation(policy, policy.checks().get(i), i, run).ifPresent(violations::add);
        }
        List<Violation> refusals = new ArrayList<>();
        Map<String, String> annotations = new TreeMap<>();
        Run annotating = new Run(inputs, policy.variables(), Run.POLICY_BUDGET);
        for (Policy.Annotation each : policy.annotations()) {
            switch (annotating.evaluateWorded(each.value())) {
                case Run.Result.Value(String text) when !text.isBlank() -> annotations.put(each.key(), text.strip());
                case Run.Result.Value(Object value) when value instanceof String || value instanceof NullValue -> {}
                case Run.Result.Value(Object _) ->
                    refusals.add(new Violation(
                            0,
                            "valueExpression '" + each.value().text()
                                    + "' resulted in unsupported return type. Return type must be either string or null.",
                            "Invalid"));
                case Run.Result.Failed(String why) -> {
                    if (!policy.ignoresFailure()) {
                        refusals.add(new Violation(0, why, "Invalid"));
                    }
                }
            }
        }
        return new Judgement(violations, refusals, annotations);
    }

    private static Optional<Violation> violation(Policy policy, Policy.Check check, int index, Run run) {
        return switch (run.evaluateWorded(check.expression())) {
            case Run.Result.Value(Object value) when Boolean.TRUE.equals(value) -> Optional.empty();
            case Run.Result.Value(Object _) -> Optional.of(new Violation(index, message(check, run), check.reason()));
            case Run.Result.Failed(String why) ->
                policy.ignoresFailure() ? Optional.empty() : Optional.of(new Violation(index, why, "Invalid"));
        };
    }

    private static String message(Policy.Check check, Run run) {
        Optional<String> composed = check.messageExpression()
                .map(run::evaluate)
                .flatMap(result ->
                        result instanceof Run.Result.Value(String text) ? Optional.of(text.strip()) : Optional.empty())
                .filter(text -> !text.isEmpty() && text.length() <= MESSAGE_BYTES_MAX && text.indexOf('\n') < 0);
        return composed.orElseGet(() -> check.message().isBlank()
                ? "failed expression: " + check.expression().text().strip()
                : check.message().strip());
    }
}
