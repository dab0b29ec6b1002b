package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far each member has been read, as one opaque resourceVersion: base64 of {@code {cluster: resourceVersion}}, in
 * the clusters' order, as Karmada writes it. A cluster that is not in it has not been read.
 */
record FleetPosition(SortedMap<String, String> versions) {
    static final FleetPosition NOWHERE = new FleetPosition(new TreeMap<>());

    FleetPosition {
        versions = new TreeMap<>(versions);
    }

    static FleetPosition of(String cluster, String version) {
        return new FleetPosition(new TreeMap<>(Map.of(cluster, version)));
    }

    /** @throws dev.flotilla.api.status.StatusException 400 if the text is no position */
    static FleetPosition parse(String text) {
        return read(text)
                .orElseThrow(() -> StatusError.badRequest("resourceVersion: Invalid value: \"" + text
                                + "\": must be empty, 0, or a version that this server gave for the fleet")
                        .exception());
    }

    /** @return empty if the text is no position, but a version of some server's own */
    static Optional<FleetPosition> read(String text) {
        try {
            JsonNode tree = ObjectJson.mapper().readTree(Base64.getUrlDecoder().decode(text));
            if (tree instanceof ObjectNode object && !object.isEmpty()) {
                SortedMap<String, String> versions = new TreeMap<>();
                object.properties()
                        .forEach(each ->
                                versions.put(each.getKey(), each.getValue().asString("")));
                return Optional.of(new FleetPosition(versions));
            }
        } catch (JacksonException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    FleetPosition with(String cluster, String version) {
        SortedMap<String, String> more = new TreeMap<>(versions);
        more.put(cluster, version);
        return new FleetPosition(more);
    }

    /** Empty if the cluster has not been read. */
    String version(String cluster) {
        return versions.getOrDefault(cluster, "");
    }

    /** Empty if nothing has been read. */
    String text() {
        if (versions.isEmpty()) {
            return "";
        }
        ObjectNode tree = ObjectJson.mapper().createObjectNode();
        versions.forEach(tree::put);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ObjectJson.mapper().writeValueAsString(tree).getBytes(StandardCharsets.UTF_8));
    }
}
