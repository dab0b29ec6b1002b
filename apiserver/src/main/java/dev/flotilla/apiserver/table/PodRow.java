package dev.flotilla.apiserver.table;

import static dev.flotilla.apiserver.table.Cells.NONE;
import static dev.flotilla.apiserver.table.Cells.age;
import static dev.flotilla.apiserver.table.Cells.at;
import static dev.flotilla.apiserver.table.Cells.name;
import static dev.flotilla.apiserver.table.Cells.or;
import static dev.flotilla.apiserver.table.Cells.row;
import static dev.flotilla.apiserver.table.Cells.text;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's row; its status is the one word that tells most. */
final class PodRow {
    private PodRow() {}

    static List<JsonNode> cells(ObjectNode pod, Instant now) {
        JsonNode containers = at(pod, "status.containerStatuses");
        long ready = containers
                .valueStream()
                .filter(each -> each.path("ready").asBoolean(false))
                .count();
        return row(
                name(pod),
                ready + "/" + at(pod, "spec.containers").size(),
                status(pod),
                restarts(containers, now),
                age(pod, now),
                or(text(pod, "status.podIP"), NONE),
                or(text(pod, "spec.nodeName"), NONE),
                or(text(pod, "status.nominatedNodeName"), NONE),
                gates(pod));
    }

    private static String restarts(JsonNode containers, Instant now) {
        int count = containers
                .valueStream()
                .mapToInt(each -> each.path("restartCount").asInt(0))
                .sum();
        String last = containers
                .valueStream()
                .map(each -> text(each, "lastState.terminated.finishedAt"))
                .max(String::compareTo)
                .orElse("");
        return count == 0 || last.isEmpty() ? Integer.toString(count) : count + " (" + Ages.since(last, now) + " ago)";
    }

    private static String status(ObjectNode pod) {
        String reason = or(text(pod, "status.reason"), text(pod, "status.phase"));
        String initializing = initializing(pod);
        if (!initializing.isEmpty()) {
            reason = initializing;
        } else {
            for (JsonNode container : at(pod, "status.containerStatuses")) {
                reason = or(containerReason(container), reason);
            }
        }
        if (!text(pod, "metadata.deletionTimestamp").isEmpty()) {
            return text(pod, "status.reason").equals("NodeLost") ? "Unknown" : "Terminating";
        }
        return reason;
    }

    private static String initializing(ObjectNode pod) {
        JsonNode statuses = at(pod, "status.initContainerStatuses");
        int done = 0;
        for (JsonNode container : statuses) {
            JsonNode terminated = at(container, "state.terminated");
            if (terminated.isObject() && terminated.path("exitCode").asInt(0) == 0) {
                done++;
                continue;
            }
            String reason = containerReason(container);
            return "Init:"
                    + (reason.isEmpty() || reason.equals("PodInitializing")
                            ? done + "/" + at(pod, "spec.initContainers").size()
                            : reason);
        }
        return "";
    }

    private static String containerReason(JsonNode container) {
        String waiting = text(container, "state.waiting.reason");
        if (!waiting.isEmpty()) {
            return waiting;
        }
        JsonNode terminated = at(container, "state.terminated");
        if (!terminated.isObject()) {
            return "";
        }
        return or(text(terminated, "reason"), "ExitCode:" + text(terminated, "exitCode"));
    }

    private static String gates(ObjectNode pod) {
        JsonNode gates = at(pod, "spec.readinessGates");
        if (gates.isEmpty()) {
            return NONE;
        }
        long open = gates.valueStream()
                .filter(gate -> at(pod, "status.conditions")
                        .valueStream()
                        .anyMatch(condition -> text(condition, "type").equals(text(gate, "conditionType"))
                                && text(condition, "status").equals("True")))
                .count();
        return open + "/" + gates.size();
    }
}
