package dev.flotilla.apiserver.request;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What is to be said about a request beside its answer, be it a refusal: warnings for its client, annotations for the
 * audit log. It belongs to the request's own thread; what others find out is handed over there.
 */
public final class Remarks {
    private static final int ANNOTATIONS_MAX = 64;
    private static final ScopedValue<Remarks> CURRENT = ScopedValue.newInstance();

    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<String, String> annotations = new TreeMap<>();

    /** Serves a request whose remarks are collected here. */
    public <T> T during(Supplier<T> serving) {
        return ScopedValue.where(CURRENT, this).call(serving::get);
    }

    /** Tells the client; dropped where no request is served, and if it was said before. */
    public static void warn(String warning) {
        if (CURRENT.isBound()) {
            CURRENT.get().warnings.add(warning);
        }
    }

    /** Tells the audit log; the first value of a key stays. */
    public static void annotate(String key, String value) {
        if (CURRENT.isBound()) {
            CURRENT.get().put(key, value);
        }
    }

    private void put(String key, String value) {
        if (annotations.size() < ANNOTATIONS_MAX) {
            annotations.putIfAbsent(key, value);
        }
    }

    public List<String> warnings() {
        return new ArrayList<>(warnings);
    }

    public Map<String, String> annotations() {
        return Map.copyOf(annotations);
    }
}
