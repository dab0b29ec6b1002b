package dev.flotilla.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Divides a whole in proportion, into integers that sum to it: the largest remainders are rounded up. */
final class Shares {
    private Shares() {}

    private record Part(String name, long whole, long remainder) {
        static final Comparator<Part> LARGEST_REMAINDER =
                Comparator.comparingLong(Part::remainder).reversed().thenComparing(Part::name);
    }

    /** @param parts none negative, and not all of them 0; equal remainders are rounded up in order of the names */
    static SortedMap<String, Integer> of(Map<String, Long> parts, int whole) {
        long sum = parts.values().stream().mapToLong(Long::longValue).sum();
        if (sum <= 0) {
            throw new IllegalArgumentException("nothing to divide by: " + parts);
        }
        List<Part> divided = new ArrayList<>();
        parts.forEach((name, part) -> divided.add(new Part(name, part * whole / sum, part * whole % sum)));
        return rounded(divided, whole);
    }

    /** The same of parts that are fractions of one denominator already and sum to {@code whole}. */
    static SortedMap<String, Integer> ofFractions(Map<String, Long> numerators, long denominator, int whole) {
        List<Part> divided = new ArrayList<>();
        numerators.forEach(
                (name, numerator) -> divided.add(new Part(name, numerator / denominator, numerator % denominator)));
        return rounded(divided, whole);
    }

    private static SortedMap<String, Integer> rounded(List<Part> parts, int whole) {
        long left = whole - parts.stream().mapToLong(Part::whole).sum();
        SortedMap<String, Integer> shares = new TreeMap<>();
        for (Part part : parts.stream().sorted(Part.LARGEST_REMAINDER).toList()) {
            boolean up = left > 0;
            shares.put(part.name(), (int) part.whole() + (up ? 1 : 0));
            left -= up ? 1 : 0;
        }
        return shares;
    }
}
