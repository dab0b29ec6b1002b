package dev.flotilla.simulator.object;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Names and numbers that look random and are not: the same input gives the same on every run. */
public final class Names {
    private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int GENERATED_PREFIX_MAX = 58;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Names() {}

    /** What a generated name begins with: as much of the owner's name as Kubernetes keeps, and a dash. */
    public static String prefix(String owner) {
        String whole = owner + "-";
        return whole.length() <= GENERATED_PREFIX_MAX ? whole : whole.substring(0, GENERATED_PREFIX_MAX);
    }

    /** Five characters that no word is made of, as Kubernetes appends them. */
    public static String suffix(String uid, String distinction) {
        long left = hash(uid + "/" + distinction) >>> 1;
        StringBuilder text = new StringBuilder(SUFFIX_LENGTH);
        for (int each = 0; each < SUFFIX_LENGTH; each++) {
            text.append(SAFE.charAt((int) (left % SAFE.length())));
            left /= SAFE.length();
        }
        return text.toString();
    }

    /** The hash of a tree in the form of a pod-template-hash; the order of fields does not matter. */
    public static String hash(JsonNode tree) {
        long number = fold(FNV_OFFSET, tree) & 0xffffffffL;
        StringBuilder text = new StringBuilder();
        Long.toString(number).chars().forEach(digit -> text.append(SAFE.charAt(digit % SAFE.length())));
        return text.toString();
    }

    /** A well-mixed hash of a text. */
    public static long hash(String text) {
        return mix(fold(FNV_OFFSET, text));
    }

    /** A number from {@code min} to {@code max}, chosen by the text. */
    public static long between(long min, long max, String text) {
        return min + Math.floorMod(hash(text), max - min + 1);
    }

    private static long fold(long start, JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                TreeMap<String, JsonNode> sorted = new TreeMap<>();
                node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
                long folded = fold(start, "{");
                for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
                    folded = fold(fold(folded, field.getKey()), field.getValue());
                }
                yield fold(folded, "}");
            }
            case ARRAY -> {
                long folded = fold(start, "[");
                for (JsonNode item : node) {
                    folded = fold(folded, item);
                }
                yield fold(folded, "]");
            }
            case STRING -> fold(start, '"' + node.stringValue());
            case NULL, NUMBER, BOOLEAN, BINARY, MISSING, POJO -> fold(start, node.toString());
        };
    }

    private static long fold(long start, String text) {
        long folded = start;
        for (int each = 0; each < text.length(); each++) {
            folded = (folded ^ text.charAt(each)) * FNV_PRIME;
        }
        return (folded ^ 0x1f) * FNV_PRIME;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
