package dev.flotilla.apiserver.watch;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.request.Query;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String NOT_OLDER = "NotOlderThan";
    private static final int DEFAULT_SECONDS_MIN = 1800;
    private static final int DEFAULT_SECONDS_MAX = 3600;

    /** @throws dev.flotilla.api.status.StatusException 400 or 422 for what makes no sense together */
    static WatchOptions parse(Query query) {
        String version = query.text("resourceVersion");
        boolean initial = query.flag("sendInitialEvents");
        check(query, version);
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

    private static void check(Query query, String version) {
        String match = query.text(MATCH);
        boolean initialGiven = query.first("sendInitialEvents").isPresent();
        List<FieldError> errors = new ArrayList<>();
        if (initialGiven && !match.equals(NOT_OLDER)) {
            errors.add(FieldError.forbidden(
                    MATCH, "sendInitialEvents requires setting resourceVersionMatch to " + NOT_OLDER));
        }
        if (!match.isEmpty() && !initialGiven) {
            errors.add(FieldError.forbidden(
                    MATCH, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (!match.isEmpty() && !match.equals(NOT_OLDER)) {
            errors.add(FieldError.notSupported(MATCH, match, List.of(NOT_OLDER)));
        }
        // A watch that begins with the state itself counts as one that says so.
        boolean matches = !match.isEmpty() || (!initialGiven && (version.isEmpty() || version.equals("0")));
        if (matches && !query.text("continue").isEmpty()) {
            errors.add(FieldError.forbidden(MATCH, "resourceVersionMatch is forbidden when continue is provided"));
        }
        if (!errors.isEmpty()) {
            throw StatusError.invalid("meta.k8s.io", "ListOptions", "", errors).exception();
        }
    }
}
