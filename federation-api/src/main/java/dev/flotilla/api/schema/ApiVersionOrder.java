package dev.flotilla.api.schema;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' order of a group's versions: v2, v1, v1beta2, v1beta1, v1alpha1, then anything else by name. */
final class ApiVersionOrder {
    static final Comparator<String> PREFERRED_FIRST =
            Comparator.comparing(ApiVersionOrder::rank).reversed().thenComparing(Comparator.naturalOrder());

    private static final Pattern VERSION = Pattern.compile("v([0-9]{1,9})(?:(alpha|beta)([0-9]{1,9}))?");
    private static final int STABLE = 3;
    private static final int BETA = 2;
    private static final int ALPHA = 1;

    private record Rank(int stage, int major, int minor) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            int byStage = Integer.compare(stage, other.stage);
            int byMajor = Integer.compare(major, other.major);
            return byStage != 0 ? byStage : byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        }
    }

    private ApiVersionOrder() {}

    private static Rank rank(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return new Rank(0, 0, 0);
        }
        int major = Integer.parseInt(parts.group(1));
        if (parts.group(2) == null) {
            return new Rank(STABLE, major, 0);
        }
        return new Rank(parts.group(2).equals("beta") ? BETA : ALPHA, major, Integer.parseInt(parts.group(3)));
    }
}
