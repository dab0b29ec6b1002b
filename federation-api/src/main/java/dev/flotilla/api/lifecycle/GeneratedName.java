package dev.flotilla.api.lifecycle;

import java.util.regex.Pattern;

/** The name that a server makes of a generateName. */
final class GeneratedName {
    private static final int NAME_LENGTH_MAX = 63;
    private static final int SUFFIX_LENGTH = 5;
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{16,}");

    private GeneratedName() {}

    /** As much of the prefix as leaves room for a suffix; the same uid gives the same name. */
    static String of(String prefix, String uid) {
        StringBuilder name =
                new StringBuilder(prefix.substring(0, Math.min(prefix.length(), NAME_LENGTH_MAX - SUFFIX_LENGTH)));
        long seed = seed(uid.replace("-", ""));
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHABET.charAt((int) Long.remainderUnsigned(seed, ALPHABET.length())));
            seed = Long.divideUnsigned(seed, ALPHABET.length());
        }
        return name.toString();
    }

    private static long seed(String digits) {
        return HEX.matcher(digits).matches()
                ? Long.parseUnsignedLong(digits.substring(digits.length() - 16), 16)
                : 0x9E3779B97F4A7C15L * digits.hashCode();
    }
}
