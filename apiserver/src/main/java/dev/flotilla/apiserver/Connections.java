package dev.flotilla.apiserver;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that are open, and which of them nobody uses. A connection counts as used while one of its requests is
 * being answered: bytes that make no request, as of headers that never end, do not keep it open.
 */
final class Connections {
    static final int OPEN_MAX = 20_000;
    private static final Duration FIRST_REQUEST_MAX = Duration.ofSeconds(32);
    private static final Duration IDLE_MAX = Duration.ofSeconds(90);

    private static final class Use {
        private final AtomicInteger requests = new AtomicInteger();
        private volatile long idleSinceNanos = System.nanoTime();
        private volatile boolean used;
    }

    private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();
    private final Duration firstRequestMax;
    private final Duration idleMax;

    Connections() {
        this(FIRST_REQUEST_MAX, IDLE_MAX);
    }

    Connections(Duration firstRequestMax, Duration idleMax) {
        this.firstRequestMax = firstRequestMax;
        this.idleMax = idleMax;
    }

    void opened(HttpConnection connection) {
        if (open.size() >= OPEN_MAX) {
            connection.close();
            return;
        }
        open.put(connection, new Use());
        connection.closeHandler(_ -> open.remove(connection));
    }

    void began(HttpConnection connection) {
        Use use = open.get(connection);
        if (use != null) {
            use.used = true;
            use.requests.incrementAndGet();
        }
    }

    void ended(HttpConnection connection) {
        Use use = open.get(connection);
        if (use != null) {
            use.idleSinceNanos = System.nanoTime();
            use.requests.decrementAndGet();
        }
    }

    /** Closes those that have been idle for too long. */
    void sweep() {
        long now = System.nanoTime();
        open.forEach((connection, use) -> {
            Duration idle = Duration.ofNanos(now - use.idleSinceNanos);
            if (use.requests.get() == 0 && idle.compareTo(use.used ? idleMax : firstRequestMax) > 0) {
                connection.close();
            }
        });
    }

    int size() {
        return open.size();
    }
}
