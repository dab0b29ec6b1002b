package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.KubernetesTypes;
import dev.flotilla.api.cel.value.Opaque;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Semantic versions. */
final class SemverFunctions {
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String PART = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern VERSION = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + PART
            + "(?:\\." + PART + ")*+))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*+))?");

    private SemverFunctions() {}

    private record Version(BigInteger major, BigInteger minor, BigInteger patch, List<String> pre)
            implements Opaque, Comparable<Version> {
        @Override
        public CelType type() {
            return KubernetesTypes.SEMVER;
        }

        @Override
        public int compareTo(Version other) {
            int numbers = major.compareTo(other.major);
            numbers = numbers != 0 ? numbers : minor.compareTo(other.minor);
            numbers = numbers != 0 ? numbers : patch.compareTo(other.patch);
            if (numbers != 0) {
                return numbers;
            }
            if (pre.isEmpty() || other.pre.isEmpty()) {
                return Boolean.compare(pre.isEmpty(), other.pre.isEmpty());
            }
            for (int i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
                int part = comparePart(pre.get(i), other.pre.get(i));
                if (part != 0) {
                    return part;
                }
            }
            return Integer.compare(pre.size(), other.pre.size());
        }

        private static int comparePart(String left, String right) {
            boolean one = left.matches("[0-9]+");
            boolean other = right.matches("[0-9]+");
            if (one && other) {
                return new BigInteger(left).compareTo(new BigInteger(right));
            }
            return one == other ? Integer.signum(left.compareTo(right)) : one ? -1 : 1;
        }
    }

    static void addTo(FunctionSet.Builder into) {
        into.global("semver", "string_to_semver", "string -> Semver", args -> parse((String) args[0]));
        into.global(
                "semver",
                "string_bool_to_semver",
                "string, bool -> Semver",
                args -> parse((Boolean) args[1] ? normal((String) args[0]) : (String) args[0]));
        into.global("isSemver", "is_semver_string", "string -> bool", args -> isVersion((String) args[0], false));
        into.global(
                "isSemver",
                "is_semver_string_bool",
                "string, bool -> bool",
                args -> isVersion((String) args[0], (Boolean) args[1]));
        into.member("isGreaterThan", "semver_is_greater_than", "Semver, Semver -> bool", args -> compare(args) > 0);
        into.member("isLessThan", "semver_is_less_than", "Semver, Semver -> bool", args -> compare(args) < 0);
        into.member("compareTo", "semver_compare_to", "Semver, Semver -> int", args -> (long) compare(args));
        into.member(
                "major",
                "semver_major",
                "Semver -> int",
                args -> ((Version) args[0]).major().longValue());
        into.member(
                "minor",
                "semver_minor",
                "Semver -> int",
                args -> ((Version) args[0]).minor().longValue());
        into.member(
                "patch",
                "semver_patch",
                "Semver -> int",
                args -> ((Version) args[0]).patch().longValue());
    }

    private static int compare(Object[] args) {
        return Integer.signum(((Version) args[0]).compareTo((Version) args[1]));
    }

    private static boolean isVersion(String text, boolean normalize) {
        try {
            parse(normalize ? normal(text) : text);
            return true;
        } catch (CelError _) {
            return false;
        }
    }

    private static Version parse(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            throw new CelError(refusal(text));
        }
        String pre = version.group(4);
        return new Version(
                number(version.group(1)),
                number(version.group(2)),
                number(version.group(3)),
                pre == null ? List.of() : List.of(pre.split("\\.", -1)));
    }

    private static BigInteger number(String digits) {
        BigInteger number = new BigInteger(digits);
        if (number.bitLength() > Long.SIZE) {
            throw new CelError("strconv.ParseUint: parsing \"" + digits + "\": value out of range");
        }
        return number;
    }

    private static String refusal(String text) {
        if (text.isEmpty()) {
            return "Version string empty";
        }
        String[] parts = text.split("\\.", 3);
        if (parts.length != 3) {
            return "No Major.Minor.Patch elements found";
        }
        String[] names = {"major", "minor"};
        for (int i = 0; i < names.length; i++) {
            if (!parts[i].matches("[0-9]*")) {
                return "Invalid character(s) found in " + names[i] + " number \"" + parts[i] + "\"";
            }
            if (parts[i].length() > 1 && parts[i].startsWith("0")) {
                return (i == 0 ? "Major" : "Minor") + " number must not contain leading zeroes \"" + parts[i] + "\"";
            }
        }
        return "Invalid character(s) found in patch number \"" + parts[2] + "\"";
    }

    private static String normal(String text) {
        String[] parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            if (i >= parts.length) {
                String last = parts[parts.length - 1];
                if (last.contains("+") || last.contains("-")) {
                    throw new CelError("short version cannot contain PreRelease/Build meta data");
                }
                whole.append(".0");
            } else {
                whole.append(i == 0 ? "" : ".").append(withoutZeroes(parts[i]));
            }
        }
        return whole.toString();
    }

    private static String withoutZeroes(String part) {
        if (part.length() <= 1) {
            return part;
        }
        String stripped = part.replaceFirst("^0+", "");
        return stripped.isEmpty() || !Character.isDigit(stripped.charAt(0)) ? "0" + stripped : stripped;
    }
}
