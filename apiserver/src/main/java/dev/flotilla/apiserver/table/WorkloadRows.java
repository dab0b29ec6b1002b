package dev.flotilla.apiserver.table;

import static dev.flotilla.apiserver.table.Cells.NONE;
import static dev.flotilla.apiserver.table.Cells.age;
import static dev.flotilla.apiserver.table.Cells.at;
import static dev.flotilla.apiserver.table.Cells.containers;
import static dev.flotilla.apiserver.table.Cells.images;
import static dev.flotilla.apiserver.table.Cells.name;
import static dev.flotilla.apiserver.table.Cells.number;
import static dev.flotilla.apiserver.table.Cells.or;
import static dev.flotilla.apiserver.table.Cells.pairs;
import static dev.flotilla.apiserver.table.Cells.row;
import static dev.flotilla.apiserver.table.Cells.selector;
import static dev.flotilla.apiserver.table.Cells.text;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of what runs pods. */
final class WorkloadRows {
    private static final String TEMPLATE = "spec.template.spec";

    static final Map<String, TablePrinter.Row> ALL = Map.of(
            "deployments.apps", WorkloadRows::deployment,
            "replicasets.apps", WorkloadRows::replicaSet,
            "replicationcontrollers", WorkloadRows::replicationController,
            "statefulsets.apps", WorkloadRows::statefulSet,
            "daemonsets.apps", WorkloadRows::daemonSet,
            "jobs.batch", WorkloadRows::job,
            "cronjobs.batch", WorkloadRows::cronJob,
            "horizontalpodautoscalers.autoscaling", WorkloadRows::autoscaler,
            "poddisruptionbudgets.policy", WorkloadRows::disruptionBudget,
            "pods", PodRow::cells);

    private WorkloadRows() {}

    private static List<JsonNode> deployment(ObjectNode object, Instant now) {
        return row(
                name(object),
                number(object, "status.readyReplicas") + "/" + number(object, "spec.replicas"),
                number(object, "status.updatedReplicas"),
                number(object, "status.availableReplicas"),
                age(object, now),
                containers(at(object, TEMPLATE)),
                images(at(object, TEMPLATE)),
                selector(at(object, "spec.selector")));
    }

    private static List<JsonNode> replicaSet(ObjectNode object, Instant now) {
        return row(
                name(object),
                number(object, "spec.replicas"),
                number(object, "status.replicas"),
                number(object, "status.readyReplicas"),
                age(object, now),
                containers(at(object, TEMPLATE)),
                images(at(object, TEMPLATE)),
                selector(at(object, "spec.selector")));
    }

    private static List<JsonNode> replicationController(ObjectNode object, Instant now) {
        return row(
                name(object),
                number(object, "spec.replicas"),
                number(object, "status.replicas"),
                number(object, "status.readyReplicas"),
                age(object, now),
                containers(at(object, TEMPLATE)),
                images(at(object, TEMPLATE)),
                pairs(at(object, "spec.selector")));
    }

    private static List<JsonNode> statefulSet(ObjectNode object, Instant now) {
        return row(
                name(object),
                number(object, "status.readyReplicas") + "/" + number(object, "spec.replicas"),
                age(object, now),
                containers(at(object, TEMPLATE)),
                images(at(object, TEMPLATE)));
    }

    private static List<JsonNode> daemonSet(ObjectNode object, Instant now) {
        return row(
                name(object),
                number(object, "status.desiredNumberScheduled"),
                number(object, "status.currentNumberScheduled"),
                number(object, "status.numberReady"),
                number(object, "status.updatedNumberScheduled"),
                number(object, "status.numberAvailable"),
                pairs(at(object, TEMPLATE + ".nodeSelector")),
                age(object, now),
                containers(at(object, TEMPLATE)),
                images(at(object, TEMPLATE)),
                selector(at(object, "spec.selector")));
    }

    private static List<JsonNode> job(ObjectNode object, Instant now) {
        JsonNode completions = at(object, "spec.completions");
        int parallelism = at(object, "spec.parallelism").asInt(0);
        String wanted =
                completions.isNumber() ? "/" + completions.asInt() : parallelism > 1 ? "/1 of " + parallelism : "/1";
        return row(
                name(object),
                jobStatus(object),
                number(object, "status.succeeded") + wanted,
                duration(object, now),
                age(object, now),
                containers(at(object, TEMPLATE)),
                images(at(object, TEMPLATE)),
                selector(at(object, "spec.selector")));
    }

    private static String jobStatus(ObjectNode job) {
        if (holds(job, "Complete")) {
            return "Complete";
        }
        if (holds(job, "Failed")) {
            return "Failed";
        }
        if (!text(job, "metadata.deletionTimestamp").isEmpty()) {
            return "Terminating";
        }
        if (holds(job, "Suspended")) {
            return "Suspended";
        }
        return holds(job, "FailureTarget")
                ? "FailureTarget"
                : holds(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static boolean holds(JsonNode object, String condition) {
        return at(object, "status.conditions")
                .valueStream()
                .anyMatch(each -> text(each, "type").equals(condition)
                        && text(each, "status").equals("True"));
    }

    private static String duration(ObjectNode job, Instant now) {
        String start = text(job, "status.startTime");
        if (start.isEmpty()) {
            return "";
        }
        String end = text(job, "status.completionTime");
        try {
            return end.isEmpty()
                    ? Ages.since(start, now)
                    : Ages.human(Duration.between(Instant.parse(start), Instant.parse(end)));
        } catch (DateTimeParseException _) {
            return "<invalid>";
        }
    }

    private static List<JsonNode> cronJob(ObjectNode object, Instant now) {
        String last = text(object, "status.lastScheduleTime");
        JsonNode podSpec = at(object, "spec.jobTemplate.spec.template.spec");
        return row(
                name(object),
                text(object, "spec.schedule"),
                or(text(object, "spec.timeZone"), NONE),
                at(object, "spec.suspend").asBoolean(false) ? "True" : "False",
                at(object, "status.active").size(),
                last.isEmpty() ? NONE : Ages.since(last, now),
                age(object, now),
                containers(podSpec),
                images(podSpec),
                selector(at(object, "spec.jobTemplate.spec.selector")));
    }

    private static List<JsonNode> autoscaler(ObjectNode object, Instant now) {
        String reference = text(object, "spec.scaleTargetRef.kind") + "/" + text(object, "spec.scaleTargetRef.name");
        return row(
                name(object),
                reference,
                AutoscalerTargets.of(object),
                at(object, "spec.minReplicas").isMissingNode() ? "<unset>" : text(object, "spec.minReplicas"),
                number(object, "spec.maxReplicas"),
                number(object, "status.currentReplicas"),
                age(object, now));
    }

    private static List<JsonNode> disruptionBudget(ObjectNode object, Instant now) {
        return row(
                name(object),
                or(text(object, "spec.minAvailable"), "N/A"),
                or(text(object, "spec.maxUnavailable"), "N/A"),
                number(object, "status.disruptionsAllowed"),
                age(object, now));
    }
}
