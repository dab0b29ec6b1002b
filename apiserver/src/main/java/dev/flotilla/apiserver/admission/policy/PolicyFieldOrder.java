package dev.flotilla.apiserver.admission.policy;

import dev.flotilla.api.status.FieldError;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which a kube-apiserver tells what is wrong with a policy: from its first field to its last. */
final class PolicyFieldOrder {
    private static final Pattern FIELD = Pattern.compile("spec\\.(\\w+)(?:\\[(\\d+)])?(?:\\.(\\w+))?.*");
    private static final List<String> SECTIONS = List.of(
            "failurePolicy",
            "paramKind",
            "matchConstraints",
            "matchConditions",
            "variables",
            "validations",
            "auditAnnotations");
    /** Of sections whose fields matter; in others the order in which they were found stays. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "matchConditions", List.of("expression", "name"),
            "variables", List.of("name", "expression"),
            "validations", List.of("expression", "messageExpression", "message", "reason"),
            "auditAnnotations", List.of("key", "valueExpression"));

    private record Place(int section, int index, int field) {}

    static final Comparator<FieldError> COMPARATOR = Comparator.comparing(
            (FieldError error) -> place(error.field()),
            Comparator.comparingInt(Place::section)
                    .thenComparingInt(Place::index)
                    .thenComparingInt(Place::field));

    private PolicyFieldOrder() {}

    private static Place place(String field) {
        Matcher parts = FIELD.matcher(field);
        if (!parts.matches()) {
            return new Place(-1, 0, 0);
        }
        String section = parts.group(1);
        int index = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        String name = parts.group(3) == null ? "" : parts.group(3);
        return new Place(
                SECTIONS.indexOf(section),
                index,
                FIELDS.getOrDefault(section, List.of()).indexOf(name));
    }
}
