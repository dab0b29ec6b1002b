package dev.flotilla.apiserver.request;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The warnings that one answer may bear: each once, and all of them in headers that every client can take. If they are
 * too long together, each is cut, and those that still do not fit are left out.
 */
final class Warnings {
    private static final int TOTAL_CHARS_MAX = 4096;
    private static final int CUT_CHARS = 256;

    private Warnings() {}

    static List<String> bounded(List<String> warnings) {
        List<String> distinct = List.copyOf(new LinkedHashSet<>(warnings));
        int total = distinct.stream().mapToInt(String::length).sum();
        if (total <= TOTAL_CHARS_MAX) {
            return distinct;
        }
        List<String> fitting = new ArrayList<>();
        int used = 0;
        for (String warning : distinct) {
            String cut = warning.length() > CUT_CHARS ? warning.substring(0, CUT_CHARS) : warning;
            used += cut.length();
            if (used <= TOTAL_CHARS_MAX) {
                fitting.add(cut);
            }
        }
        return fitting;
    }
}
