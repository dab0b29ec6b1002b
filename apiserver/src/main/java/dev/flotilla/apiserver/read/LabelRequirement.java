package dev.flotilla.apiserver.read;

import dev.flotilla.api.schema.validation.Names;
import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one requirement of a label selector, and makes it a test of labels. */
final class LabelRequirement {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,18}");

    private LabelRequirement() {}

    /** @throws dev.flotilla.api.status.StatusException 400 if no label has such a key */
    static void checkKey(String key) {
        List<String> problems = Names.qualifiedName(key);
        if (!problems.isEmpty()) {
            throw refused(List.of(invalid("<nil>", key, String.join("; ", problems))));
        }
    }

    /**
     * @param operator as it stands in the selector
     * @param values at least one, sorted
     * @throws dev.flotilla.api.status.StatusException 400 if no label has such a value
     */
    static Predicate<Map<String, String>> of(String key, String operator, List<String> values) {
        boolean compares = operator.equals(">") || operator.equals("<");
        List<String> problems = new ArrayList<>();
        for (int i = 0; compares && i < values.size(); i++) {
            if (!comparable(values.get(i))) {
                problems.add(invalid(
                        "values[" + i + "]", values.get(i), "for 'Gt', 'Lt' operators, the value must be an integer"));
            }
        }
        for (int i = 0; i < values.size(); i++) {
            List<String> wrong = Names.labelValue(values.get(i));
            if (!wrong.isEmpty()) {
                problems.add(invalid("values[" + i + "][" + key + "]", values.get(i), String.join("; ", wrong)));
            }
        }
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        return switch (operator) {
            case "in", "=", "==" -> labels -> labels.containsKey(key) && values.contains(labels.get(key));
            case "notin", "!=" -> labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
            case ">" -> comparing(key, Long.parseLong(values.getFirst()), 1);
            default -> comparing(key, Long.parseLong(values.getFirst()), -1);
        };
    }

    private static Predicate<Map<String, String>> comparing(String key, long bound, int sign) {
        return labels -> {
            String value = labels.get(key);
            return comparable(value) && Long.signum(Long.compare(Long.parseLong(value), bound)) == sign;
        };
    }

    private static boolean comparable(@Nullable String value) {
        return value != null && NUMBER.matcher(value).matches();
    }

    private static String invalid(String field, String value, String why) {
        return field + ": Invalid value: \"" + value + "\": " + why;
    }

    private static RuntimeException refused(List<String> problems) {
        String all = String.join(", ", problems);
        return StatusError.badRequest("unable to parse requirement: " + (problems.size() == 1 ? all : "[" + all + "]"))
                .exception();
    }
}
