package dev.flotilla.api.schema.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The syntaxes of names, labels and ports. Each check answers what is wrong, or nothing. */
public final class Names {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LETTER_LABEL = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LETTER_LABEL_PATTERN = Pattern.compile(LETTER_LABEL);
    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN + "+");
    private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + QUALIFIED + ")?");
    private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final int LABEL_MAX = 63;
    private static final int SUBDOMAIN_MAX = 253;
    private static final int PORT_NAME_MAX = 15;

    private Names() {}

    /** A name of one part, as namespaces and containers have. */
    public static List<String> dnsLabel(String value) {
        List<String> problems = tooLong(value, LABEL_MAX);
        if (!LABEL_PATTERN.matcher(value).matches()) {
            String wrong = wrong(
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                            + " start and end with an alphanumeric character",
                    LABEL,
                    "my-name",
                    "123-abc");
            problems.add(SUBDOMAIN_PATTERN.matcher(value).matches() ? "must not contain dots" : wrong);
        }
        return problems;
    }

    /** A name of one part that begins with a letter, as resources have. */
    public static List<String> dns1035Label(String value) {
        List<String> problems = tooLong(value, LABEL_MAX);
        if (!LETTER_LABEL_PATTERN.matcher(value).matches()) {
            problems.add(wrong(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                            + " alphabetic character, and end with an alphanumeric character",
                    LETTER_LABEL,
                    "my-name",
                    "abc-123"));
        }
        return problems;
    }

    /** A name of parts joined by dots, as most objects may have. */
    public static List<String> dnsSubdomain(String value) {
        List<String> problems = tooLong(value, SUBDOMAIN_MAX);
        if (!SUBDOMAIN_PATTERN.matcher(value).matches()) {
            problems.add(wrong(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                            + " must start and end with an alphanumeric character",
                    SUBDOMAIN,
                    "example.com"));
        }
        return problems;
    }

    /** A name that need only fit into a URL, as RBAC's objects have. */
    public static List<String> pathSegment(String value) {
        if (value.equals(".") || value.equals("..")) {
            return List.of("may not be '" + value + "'");
        }
        List<String> problems = new ArrayList<>();
        for (String forbidden : List.of("/", "%")) {
            if (value.contains(forbidden)) {
                problems.add("may not contain '" + forbidden + "'");
            }
        }
        return problems;
    }

    static List<String> tooLong(String value, int max) {
        List<String> problems = new ArrayList<>();
        if (value.length() > max) {
            problems.add("must be no more than " + max + " characters");
        }
        return problems;
    }

    /** A label's or annotation's key: a name with an optional prefix. */
    public static List<String> qualifiedName(String value) {
        String[] parts = value.split("/", -1);
        if (parts.length > 2) {
            return List.of(
                    "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                            + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
                            + " used for validation"
                            + " is '" + QUALIFIED + "') with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
        }
        List<String> problems = new ArrayList<>();
        if (parts.length == 2 && parts[0].isEmpty()) {
            problems.add("prefix part must be non-empty");
        } else if (parts.length == 2) {
            dnsSubdomain(parts[0]).forEach(problem -> problems.add("prefix part " + problem));
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            problems.add("name part must be non-empty");
        } else if (name.length() > LABEL_MAX) {
            problems.add("name part must be no more than " + LABEL_MAX + " bytes");
        }
        if (!QUALIFIED_PATTERN.matcher(name).matches()) {
            problems.add(wrong(
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                            + " alphanumeric character",
                    QUALIFIED,
                    "MyName",
                    "my.name",
                    "123-abc"));
        }
        return problems;
    }

    /** A label's value. */
    public static List<String> labelValue(String value) {
        List<String> problems = new ArrayList<>();
        if (value.length() > LABEL_MAX) {
            problems.add("must be no more than " + LABEL_MAX + " bytes");
        }
        if (!LABEL_VALUE.matcher(value).matches()) {
            problems.add(wrong(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                            + " must start and end with an alphanumeric character",
                    "(" + QUALIFIED + ")?",
                    "MyValue",
                    "my_value",
                    "12345"));
        }
        return problems;
    }

    /** A key of a ConfigMap or Secret. */
    public static List<String> configKey(String value) {
        List<String> problems = new ArrayList<>();
        if (value.length() > SUBDOMAIN_MAX) {
            problems.add("must be no more than " + SUBDOMAIN_MAX + " characters");
        }
        if (!CONFIG_KEY.matcher(value).matches()) {
            problems.add(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        }
        switch (value) {
            case "." -> problems.add("must not be '.'");
            case ".." -> problems.add("must not be '..'");
            default -> {
                if (value.startsWith("..")) {
                    problems.add("must not start with '..'");
                }
            }
        }
        return problems;
    }

    static List<String> portName(String value) {
        List<String> problems = new ArrayList<>();
        if (value.length() > PORT_NAME_MAX) {
            problems.add("must be no more than " + PORT_NAME_MAX + " characters");
        }
        if (!value.matches("[-a-z0-9]+")) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }

    static List<String> environmentName(String value) {
        boolean printable = !value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=');
        return printable
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other than"
                        + " '='");
    }

    private static String wrong(String what, String regex, String... examples) {
        StringBuilder text = new StringBuilder(what).append(" (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i == 0 ? "'" : " or '").append(examples[i]).append("', ");
        }
        return text.append("regex used for validation is '")
                .append(regex)
                .append("')")
                .toString();
    }
}
