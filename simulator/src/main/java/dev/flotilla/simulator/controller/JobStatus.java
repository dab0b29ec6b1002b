package dev.flotilla.simulator.controller;

import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Pod;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a Job is.
 *
 * @param active its pods that have not ended
 * @param ended its pods that have ended and were not counted before
 * @param succeeded how many have succeeded in all
 * @param failed how many have failed in all
 */
record JobStatus(ObjectNode job, List<Pod> active, List<Pod> ended, int succeeded, int failed) {
    private static final int BACKOFF_LIMIT = 6;

    static JobStatus of(ObjectNode job, List<Pod> pods) {
        List<Pod> ended = pods.stream()
                .filter(pod -> pod.facts().ended()
                        || (pod.terminating() && pod.facts().node().isEmpty()))
                .filter(pod -> pod.stored().head().finalizers().contains(JobController.TRACKING))
                .toList();
        int good = (int) ended.stream()
                .filter(pod -> pod.facts().phase().equals("Succeeded"))
                .count();
        JsonNode status = job.path("status");
        return new JobStatus(
                job,
                pods.stream().filter(Pod::active).toList(),
                ended,
                status.path("succeeded").asInt(0) + good,
                status.path("failed").asInt(0) + ended.size() - good);
    }

    boolean finished() {
        return Condition.holds(job.path("status"), "Complete") || Condition.holds(job.path("status"), "Failed");
    }

    Instant finishedAt(Instant otherwise) {
        for (String type : List.of("Complete", "Failed")) {
            String at = Condition.find(job.path("status"), type)
                    .map(found -> found.path("lastTransitionTime").asString(""))
                    .orElse("");
            if (!at.isEmpty()) {
                return Instant.parse(at);
            }
        }
        return otherwise;
    }

    /** How many pods should be running now. */
    int wanted() {
        JsonNode spec = job.path("spec");
        if (spec.path("suspend").asBoolean(false) || exhausted() || complete()) {
            return 0;
        }
        int parallelism = spec.path("parallelism").asInt(1);
        JsonNode completions = spec.path("completions");
        if (completions.isNumber()) {
            return Math.clamp(completions.asInt(1) - (long) succeeded, 0, parallelism);
        }
        return succeeded > 0 ? Math.min(parallelism, active.size()) : parallelism;
    }

    List<Pod> surplus(int count) {
        return active.stream()
                .sorted(Pod.LEAST_USEFUL_FIRST)
                .limit(Math.max(0, count))
                .toList();
    }

    private boolean exhausted() {
        return failed > job.path("spec").path("backoffLimit").asInt(BACKOFF_LIMIT);
    }

    private boolean complete() {
        JsonNode completions = job.path("spec").path("completions");
        return completions.isNumber() ? succeeded >= completions.asInt(1) : succeeded > 0 && active.isEmpty();
    }

    /** @param starting how many pods are being created along with it */
    ObjectNode reported(int starting, Instant now) {
        ObjectNode reported = job.deepCopy();
        ObjectNode status = reported.withObjectProperty("status");
        boolean suspended = job.path("spec").path("suspend").asBoolean(false);
        if (!status.has("startTime") && !suspended) {
            status.put("startTime", Condition.timestamp(now));
        }
        DeploymentStatus.count(status, "active", complete() || exhausted() ? 0 : active.size() + starting);
        DeploymentStatus.count(status, "succeeded", succeeded);
        DeploymentStatus.count(status, "failed", failed);
        status.put("ready", (int) active.stream().filter(Pod::ready).count());
        status.put("terminating", 0);
        status.putObject("uncountedTerminatedPods");
        conclude(status, suspended, now);
        return reported;
    }

    private void conclude(ObjectNode status, boolean suspended, Instant now) {
        if (complete()) {
            String message = "Reached expected number of succeeded pods";
            Condition.yes("SuccessCriteriaMet", "CompletionsReached", message).set(status, now);
            Condition.yes("Complete", "CompletionsReached", message).set(status, now);
            status.put("completionTime", Condition.timestamp(now));
        } else if (exhausted()) {
            String message = "Job has reached the specified backoff limit";
            Condition.yes("FailureTarget", "BackoffLimitExceeded", message).set(status, now);
            Condition.yes("Failed", "BackoffLimitExceeded", message).set(status, now);
        } else if (suspended) {
            Condition.yes("Suspended", "JobSuspended", "Job suspended").set(status, now);
        } else if (Condition.holds(status, "Suspended")) {
            Condition.no("Suspended", "JobResumed", "Job resumed").set(status, now);
        }
    }
}
