package dev.flotilla.apiserver.watch;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.request.Query;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a client wants to watch.
 *
 * @param after the version from which it knows everything; empty to begin with the state itself
 * @param fresh the state it begins with must be the newest
 */
record WatchOptions(OptionalLong after, boolean fresh, boolean bookmarks, Duration lasts) {
    private static final String MATCH = "resourceVersionMatch";
    private static final int DEFAULT_SECONDS_MIN = 1800;
    private static final int DEFAULT_SECONDS_MAX = 3600;

    /** @throws dev.flotilla.api.status.StatusException 400 or 422 for what makes no sense together */
    static WatchOptions parse(Query query) {
        String version = query.text("resourceVersion");
        boolean initial = query.flag("sendInitialEvents");
        checkMatch(query.text(MATCH), query.first("sendInitialEvents").isPresent(), initial);
        boolean fromState = initial || version.isEmpty() || version.equals("0");
        long seconds = query.number("timeoutSeconds")
                .filter(given -> given > 0)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(DEFAULT_SECONDS_MIN, DEFAULT_SECONDS_MAX));
        return new WatchOptions(
                fromState ? OptionalLong.empty() : OptionalLong.of(Freshness.version(version)),
                version.isEmpty(),
                query.flag("allowWatchBookmarks"),
                Duration.ofSeconds(seconds));
    }

    private static void checkMatch(String match, boolean initialGiven, boolean initial) {
        if (initialGiven && initial && !match.equals("NotOlderThan")) {
            throw refused(FieldError.forbidden(
                    MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        if (!initialGiven && !match.isEmpty()) {
            throw refused(FieldError.forbidden(
                    MATCH, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
    }

    private static RuntimeException refused(FieldError error) {
        return StatusError.invalid("meta.k8s.io", "ListOptions", "", List.of(error))
                .exception();
    }
}
