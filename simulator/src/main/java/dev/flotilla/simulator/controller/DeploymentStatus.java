package dev.flotilla.simulator.controller;

import dev.flotilla.simulator.object.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a Deployment's controller says of it: counts, Available and Progressing, and the revision it is at. */
record DeploymentStatus(ObjectNode deployment, ReplicaSets sets) {
    private static final String PROGRESSING = "Progressing";
    private static final String COMPLETE = "NewReplicaSetAvailable";
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";
    private static final int DEADLINE_SECONDS = 600;

    /** The Deployment right after its new ReplicaSet was made. */
    ObjectNode created(String replicaSet, long number, Instant now) {
        ObjectNode reported = counted(number, now);
        progress(
                reported,
                Condition.yes(PROGRESSING, "NewReplicaSetCreated", "Created new replica set \"" + replicaSet + "\""),
                now);
        return reported;
    }

    /** The Deployment with the status its ReplicaSets give it. */
    ObjectNode reported(Instant now) {
        ObjectNode reported = counted(sets.nextNumber(), now);
        progressing(reported, now).ifPresent(condition -> progress(reported, condition, now));
        return reported;
    }

    /** When to look again so that a rollout which stands still is called so. */
    Optional<Duration> deadline(ObjectNode reported, Instant now) {
        return Condition.find(reported.path("status"), PROGRESSING)
                .filter(found -> !finished(found))
                .map(found -> Duration.between(now, lastProgress(found, now).plus(patience())))
                .filter(Duration::isPositive)
                .map(left -> left.plusMillis(1));
    }

    private ObjectNode counted(long number, Instant now) {
        ObjectNode reported = deployment.deepCopy();
        reported.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(Revision.NUMBER, Long.toString(number));
        ObjectNode status = reported.withObjectProperty("status");
        int available = sum(Revision::live);
        count(status, "availableReplicas", available);
        status.put(
                "observedGeneration",
                deployment.path("metadata").path("generation").asInt(0));
        count(status, "readyReplicas", sum(Revision::ready));
        count(status, "replicas", sum(Revision::present));
        status.put("terminatingReplicas", 0);
        count(status, "unavailableReplicas", Math.max(0, sum(Revision::wanted) - available));
        count(status, "updatedReplicas", sets.current().map(Revision::present).orElse(0));
        available(available).set(status, now);
        return reported;
    }

    private int sum(ToIntFunction<Revision> of) {
        return sets.all().stream().mapToInt(of).sum();
    }

    static void count(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    private Condition available(int available) {
        return available >= sets.budget().availableMin()
                ? Condition.yes("Available", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : Condition.no(
                        "Available", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
    }

    /** What to say of the rollout; empty if nothing new is to be said. */
    private Optional<Condition> progressing(ObjectNode reported, Instant now) {
        JsonNode before = deployment.path("status");
        JsonNode after = reported.path("status");
        Optional<ObjectNode> said = Condition.find(before, PROGRESSING);
        if (deployment.path("spec").path("paused").asBoolean(false)) {
            return Optional.of(new Condition(PROGRESSING, true, "DeploymentPaused", "Deployment is paused"));
        }
        boolean wasComplete = said.filter(DeploymentStatus::complete).isPresent();
        if (wasComplete && number(after, "replicas") == number(after, "updatedReplicas")) {
            return Optional.empty();
        }
        String set = sets.current().map(Revision::name).orElse(sets.hash());
        if (done(after)) {
            return Optional.of(
                    Condition.yes(PROGRESSING, COMPLETE, "ReplicaSet \"" + set + "\" has successfully progressed."));
        }
        if (moved(before, after) || said.isEmpty()) {
            return Optional.of(
                    Condition.yes(PROGRESSING, "ReplicaSetUpdated", "ReplicaSet \"" + set + "\" is progressing."));
        }
        boolean late = !now.isBefore(lastProgress(said.get(), now).plus(patience()));
        return late
                ? Optional.of(
                        Condition.no(PROGRESSING, TIMED_OUT, "ReplicaSet \"" + set + "\" has timed out progressing."))
                : Optional.empty();
    }

    private boolean done(JsonNode status) {
        int desired = sets.budget().desired();
        return number(status, "updatedReplicas") == desired
                && number(status, "replicas") == desired
                && number(status, "availableReplicas") == desired;
    }

    private static boolean moved(JsonNode before, JsonNode after) {
        int oldBefore = number(before, "replicas") - number(before, "updatedReplicas");
        int oldAfter = number(after, "replicas") - number(after, "updatedReplicas");
        return number(after, "updatedReplicas") > number(before, "updatedReplicas")
                || oldAfter < oldBefore
                || number(after, "readyReplicas") > number(before, "readyReplicas")
                || number(after, "availableReplicas") > number(before, "availableReplicas");
    }

    private static int number(JsonNode status, String field) {
        return status.path(field).asInt(0);
    }

    private static void progress(ObjectNode reported, Condition condition, Instant now) {
        ObjectNode status = reported.withObjectProperty("status");
        boolean same = Condition.find(status, PROGRESSING)
                .filter(found -> condition.reason().equals(found.path("reason").asString(""))
                        && condition.message().equals(found.path("message").asString(""))
                        && !condition.reason().equals("ReplicaSetUpdated"))
                .isPresent();
        ObjectNode entry = condition.set(status, now);
        if (!same) {
            entry.put("lastUpdateTime", Condition.timestamp(now));
        }
    }

    private Duration patience() {
        return Duration.ofSeconds(
                deployment.path("spec").path("progressDeadlineSeconds").asInt(DEADLINE_SECONDS));
    }

    private static Instant lastProgress(JsonNode condition, Instant otherwise) {
        String text = condition.path("lastUpdateTime").asString("");
        return text.isEmpty() ? otherwise : Instant.parse(text);
    }

    private static boolean complete(JsonNode condition) {
        return COMPLETE.equals(condition.path("reason").asString(""));
    }

    private static boolean finished(JsonNode condition) {
        String reason = condition.path("reason").asString("");
        return reason.equals(COMPLETE) || reason.equals(TIMED_OUT) || reason.equals("DeploymentPaused");
    }
}
