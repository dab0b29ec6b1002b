package dev.flotilla.apiserver.table;

import static dev.flotilla.apiserver.table.Cells.NONE;
import static dev.flotilla.apiserver.table.Cells.age;
import static dev.flotilla.apiserver.table.Cells.at;
import static dev.flotilla.apiserver.table.Cells.name;
import static dev.flotilla.apiserver.table.Cells.or;
import static dev.flotilla.apiserver.table.Cells.row;
import static dev.flotilla.apiserver.table.Cells.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of the cluster itself. */
final class ClusterRows {
    static final Map<String, TablePrinter.Row> ALL = Map.of(
            "namespaces", ClusterRows::namespace,
            "nodes", ClusterRows::node,
            "events", ClusterRows::event,
            "events.events.k8s.io", ClusterRows::newEvent,
            "leases.coordination.k8s.io", ClusterRows::lease);

    private static final String ROLE = "node-role.kubernetes.io/";

    private ClusterRows() {}

    private static List<JsonNode> namespace(ObjectNode object, Instant now) {
        return row(name(object), text(object, "status.phase"), age(object, now));
    }

    private static List<JsonNode> lease(ObjectNode object, Instant now) {
        return row(name(object), text(object, "spec.holderIdentity"), age(object, now));
    }

    private static List<JsonNode> node(ObjectNode object, Instant now) {
        return row(
                name(object),
                readiness(object),
                or(roles(object), NONE),
                age(object, now),
                text(object, "status.nodeInfo.kubeletVersion"),
                or(address(object, "InternalIP"), NONE),
                or(address(object, "ExternalIP"), NONE),
                or(text(object, "status.nodeInfo.osImage"), "<unknown>"),
                or(text(object, "status.nodeInfo.kernelVersion"), "<unknown>"),
                or(text(object, "status.nodeInfo.containerRuntimeVersion"), "<unknown>"));
    }

    private static String readiness(ObjectNode node) {
        List<String> words = new ArrayList<>();
        String ready = at(node, "status.conditions")
                .valueStream()
                .filter(condition -> text(condition, "type").equals("Ready"))
                .map(condition -> text(condition, "status"))
                .findFirst()
                .orElse("");
        words.add(
                switch (ready) {
                    case "True" -> "Ready";
                    case "" -> "Unknown";
                    default -> "NotReady";
                });
        if (at(node, "spec.unschedulable").asBoolean(false)) {
            words.add("SchedulingDisabled");
        }
        return String.join(",", words);
    }

    private static String roles(ObjectNode node) {
        Stream<String> prefixed = at(node, "metadata.labels")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(label -> label.startsWith(ROLE) && label.length() > ROLE.length())
                .map(label -> label.substring(ROLE.length()));
        Stream<String> named = Stream.of(node.path("metadata")
                        .path("labels")
                        .path("kubernetes.io/role")
                        .asString(""))
                .filter(role -> !role.isEmpty());
        return Stream.concat(prefixed, named).sorted().distinct().collect(Collectors.joining(","));
    }

    private static String address(ObjectNode node, String type) {
        return at(node, "status.addresses")
                .valueStream()
                .filter(address -> text(address, "type").equals(type))
                .map(address -> text(address, "address"))
                .findFirst()
                .orElse("");
    }

    private static List<JsonNode> event(ObjectNode object, Instant now) {
        String first = or(text(object, "firstTimestamp"), text(object, "eventTime"));
        String last = or(text(object, "series.lastObservedTime"), or(text(object, "lastTimestamp"), first));
        int count = Math.max(
                1, at(object, "series.count").asInt(object.path("count").asInt(1)));
        String component = or(text(object, "source.component"), text(object, "reportingComponent"));
        String host = text(object, "source.host");
        return row(
                Ages.since(last, now),
                text(object, "type"),
                text(object, "reason"),
                involved(object.path("involvedObject")),
                text(object, "involvedObject.fieldPath"),
                host.isEmpty() ? component : component + ", " + host,
                text(object, "message").strip(),
                Ages.since(first, now),
                count,
                name(object));
    }

    private static List<JsonNode> newEvent(ObjectNode object, Instant now) {
        String first = or(text(object, "eventTime"), text(object, "deprecatedFirstTimestamp"));
        String last = or(text(object, "series.lastObservedTime"), or(text(object, "deprecatedLastTimestamp"), first));
        return row(
                Ages.since(last, now),
                text(object, "type"),
                text(object, "reason"),
                involved(object.path("regarding")),
                text(object, "regarding.fieldPath"),
                text(object, "reportingController"),
                text(object, "note").strip(),
                Ages.since(first, now),
                Math.max(1, at(object, "series.count").asInt(1)),
                name(object));
    }

    private static String involved(JsonNode reference) {
        return text(reference, "kind").toLowerCase(Locale.ROOT) + "/" + text(reference, "name");
    }
}
