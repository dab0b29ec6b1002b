package dev.flotilla.hub.search;

import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.Query;
import dev.flotilla.apiserver.request.ResourcePath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One question to the fleet.
 *
 * @param path escaped, without query
 * @param resource the same path, understood
 * @param accept media types that are JSON
 * @param clusters whom it concerns, in order
 */
record FleetQuestion(
        String path, ResourcePath resource, Query query, String accept, UserInfo user, List<String> clusters) {
    FleetQuestion {
        clusters = List.copyOf(clusters);
    }

    /** Path and query with some parameters set otherwise; an empty value leaves one out. */
    String target(Map<String, String> changed) {
        List<String> pairs = new ArrayList<>();
        query.values().forEach((name, values) -> {
            if (!changed.containsKey(name)) {
                values.forEach(value -> pairs.add(pair(name, value)));
            }
        });
        changed.forEach((name, value) -> {
            if (!value.isEmpty()) {
                pairs.add(pair(name, value));
            }
        });
        return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
