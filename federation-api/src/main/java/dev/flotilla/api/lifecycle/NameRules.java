package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Kubernetes accepts as names, label keys and label values, and how it words what it does not. */
final class NameRules {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE = "(" + KEY + ")?";
    private static final int LABEL_BYTES_MAX = 63;
    private static final int SUBDOMAIN_BYTES_MAX = 253;

    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern KEY_PATTERN = Pattern.compile(KEY);
    private static final Pattern VALUE_PATTERN = Pattern.compile(VALUE);

    private NameRules() {}

    /** What is wrong with a name of this type; empty if nothing is. */
    static List<String> name(ResourceType type, String name) {
        if (type.group().equals("rbac.authorization.k8s.io") || type.plural().equals("ipaddresses")) {
            return pathSegment(name);
        }
        return switch (type.resource().qualified()) {
            case "namespaces", "services", "statefulsets.apps" -> label(name);
            default -> subdomain(name);
        };
    }

    private static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> wrong = new ArrayList<>();
        for (String part : List.of("/", "%")) {
            if (name.contains(part)) {
                wrong.add("may not contain '" + part + "'");
            }
        }
        return wrong;
    }

    static List<String> label(String name) {
        List<String> wrong = tooLong(name, LABEL_BYTES_MAX);
        if (!LABEL_PATTERN.matcher(name).matches()) {
            wrong.add(
                    SUBDOMAIN_PATTERN.matcher(name).matches()
                            ? "must not contain dots"
                            : pattern(
                                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                                            + " '-', and must start and end with an alphanumeric character",
                                    LABEL,
                                    "my-name",
                                    "123-abc"));
        }
        return wrong;
    }

    static List<String> subdomain(String name) {
        List<String> wrong = tooLong(name, SUBDOMAIN_BYTES_MAX);
        if (!SUBDOMAIN_PATTERN.matcher(name).matches()) {
            wrong.add(pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
                            + " and must start and end with an alphanumeric character",
                    SUBDOMAIN,
                    "example.com"));
        }
        return wrong;
    }

    /** What is wrong with a label's key or a finalizer. */
    static List<String> qualified(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return List.of("a valid label key " + keyPattern()
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> wrong = new ArrayList<>();
        String name = parts[parts.length - 1];
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                wrong.add("prefix part must be non-empty");
            } else {
                subdomain(parts[0]).forEach(each -> wrong.add("prefix part " + each));
            }
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else {
            tooLong(name, LABEL_BYTES_MAX).forEach(each -> wrong.add("name part " + each));
        }
        if (!KEY_PATTERN.matcher(name).matches()) {
            wrong.add("name part " + keyPattern());
        }
        return wrong;
    }

    /** What is wrong with an annotation's key, which may be of any case. */
    static List<String> annotationKey(String key) {
        return qualified(key.toLowerCase(Locale.ROOT));
    }

    static List<String> labelValue(String value) {
        List<String> wrong = tooLong(value, LABEL_BYTES_MAX);
        if (!VALUE_PATTERN.matcher(value).matches()) {
            wrong.add(pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                            + " and must start and end with an alphanumeric character",
                    VALUE,
                    "MyValue",
                    "my_value",
                    "12345"));
        }
        return wrong;
    }

    /** The generateName's name: as much of the prefix as leaves room for a suffix drawn from the write's own uid. */
    static String generated(String prefix, String uid) {
        String alphabet = "bcdfghjklmnpqrstvwxz2456789";
        int suffixLength = 5;
        StringBuilder name =
                new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LABEL_BYTES_MAX - suffixLength)));
        long seed = Optional.of(uid.replace("-", ""))
                .filter(digits -> digits.matches("[0-9a-f]{16,}"))
                .map(digits -> Long.parseUnsignedLong(digits.substring(digits.length() - 16), 16))
                .orElseGet(() -> 0x9E3779B97F4A7C15L * uid.hashCode());
        for (int i = 0; i < suffixLength; i++) {
            name.append(alphabet.charAt((int) Long.remainderUnsigned(seed, alphabet.length())));
            seed = Long.divideUnsigned(seed, alphabet.length());
        }
        return name.toString();
    }

    private static List<String> tooLong(String text, int bytesMax) {
        List<String> wrong = new ArrayList<>();
        if (text.length() > bytesMax) {
            wrong.add("must be no more than " + bytesMax + " bytes");
        }
        return wrong;
    }

    private static String keyPattern() {
        return pattern(
                "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                        + " character",
                KEY,
                "MyName",
                "my.name",
                "123-abc");
    }

    private static String pattern(String rule, String regex, String... examples) {
        return rule + " (e.g. '" + String.join("',  or '", examples) + "', regex used for validation is '" + regex
                + "')";
    }
}
