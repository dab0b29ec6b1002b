package dev.flotilla.apiserver.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What those who decide about a request have to say for the audit log. They say it with {@link #add} while the request
 * is answered; outside of a request it goes nowhere.
 */
public final class AuditAnnotations {
    /** The authorisation's: {@code allow} or {@code forbid}. */
    public static final String DECISION = "authorization.k8s.io/decision";

    /** The authorisation's: why. */
    public static final String REASON = "authorization.k8s.io/reason";

    private static final int ENTRIES_MAX = 64;
    private static final ScopedValue<AuditAnnotations> CURRENT = ScopedValue.newInstance();

    private final Map<String, String> entries = new TreeMap<>();

    /** Of the request that this thread answers; the first value of a key stays, as in Kubernetes. */
    public static void add(String key, String value) {
        if (CURRENT.isBound()) {
            CURRENT.get().put(key, value);
        }
    }

    /** Answers a request whose annotations these are. */
    public <T> T during(Supplier<T> answer) {
        return ScopedValue.where(CURRENT, this).call(answer::get);
    }

    synchronized void put(String key, String value) {
        if (entries.size() < ENTRIES_MAX) {
            entries.putIfAbsent(key, value);
        }
    }

    synchronized Map<String, String> entries() {
        return Map.copyOf(entries);
    }
}
