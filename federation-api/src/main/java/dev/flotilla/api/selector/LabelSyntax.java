package dev.flotilla.api.selector;

import java.util.regex.Pattern;

/** What may stand as a label's key or value. */
public final class LabelSyntax {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*+");
    private static final int NAME_LENGTH_MAX = 63;
    private static final int PREFIX_LENGTH_MAX = 253;

    private LabelSyntax() {}

    /** A qualified name: an optional DNS prefix and a name. */
    public static boolean isKey(String key) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        boolean prefixed = slash < 0
                || (slash <= PREFIX_LENGTH_MAX
                        && PREFIX.matcher(key.substring(0, slash)).matches());
        return prefixed
                && name.length() <= NAME_LENGTH_MAX
                && NAME.matcher(name).matches();
    }

    public static boolean isValue(String value) {
        return value.isEmpty()
                || (value.length() <= NAME_LENGTH_MAX && NAME.matcher(value).matches());
    }
}
