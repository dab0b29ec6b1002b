package dev.flotilla.api.schema.defaults;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What runs pods: the groups apps and batch. */
final class WorkloadDefaults {
    private static final int HISTORY = 10;
    private static final int BACKOFF = 6;
    private static final int PROGRESS_SECONDS = 600;

    private WorkloadDefaults() {}

    static void registerApps(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rules.accept("Deployment", deployment -> deployment(Tree.child(deployment, "spec")));
        rules.accept("DaemonSet", set -> daemonSet(Tree.child(set, "spec")));
        rules.accept("StatefulSet", set -> statefulSet(Tree.child(set, "spec")));
        rules.accept("ReplicaSet", set -> Tree.absent(Tree.child(set, "spec"), "replicas", 1));
    }

    static void registerBatch(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rules.accept("Job", WorkloadDefaults::job);
        rules.accept("CronJob", cronJob -> cronJob(Tree.child(cronJob, "spec")));
        rules.accept("PodFailurePolicyOnPodConditionsPattern", pattern -> Tree.text(pattern, "status", "True"));
    }

    private static void deployment(ObjectNode spec) {
        Tree.absent(spec, "replicas", 1);
        ObjectNode strategy = Tree.child(spec, "strategy");
        Tree.text(strategy, "type", "RollingUpdate");
        if (Tree.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Tree.child(strategy, "rollingUpdate");
            Tree.absent(rolling, "maxUnavailable", "25%");
            Tree.absent(rolling, "maxSurge", "25%");
        }
        Tree.absent(spec, "revisionHistoryLimit", HISTORY);
        Tree.absent(spec, "progressDeadlineSeconds", PROGRESS_SECONDS);
    }

    private static void daemonSet(ObjectNode spec) {
        ObjectNode strategy = Tree.child(spec, "updateStrategy");
        Tree.text(strategy, "type", "RollingUpdate");
        if (Tree.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Tree.child(strategy, "rollingUpdate");
            Tree.absent(rolling, "maxUnavailable", 1);
            Tree.absent(rolling, "maxSurge", 0);
        }
        Tree.absent(spec, "revisionHistoryLimit", HISTORY);
    }

    private static void statefulSet(ObjectNode spec) {
        Tree.text(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Tree.child(spec, "updateStrategy");
        if (Tree.text(strategy, "type").isEmpty()) {
            strategy.put("type", "RollingUpdate");
            Tree.emptyObject(strategy, "rollingUpdate");
        }
        if (Tree.text(strategy, "type").equals("RollingUpdate")
                && strategy.get("rollingUpdate") instanceof ObjectNode rolling) {
            Tree.absent(rolling, "partition", 0);
        }
        ObjectNode retention = Tree.child(spec, "persistentVolumeClaimRetentionPolicy");
        Tree.text(retention, "whenDeleted", "Retain");
        Tree.text(retention, "whenScaled", "Retain");
        Tree.absent(spec, "replicas", 1);
        Tree.absent(spec, "revisionHistoryLimit", HISTORY);
        Tree.each(spec, "volumeClaimTemplates", claim -> {
            claim.put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
        });
    }

    private static void job(ObjectNode job) {
        ObjectNode spec = Tree.child(job, "spec");
        if (Tree.isZero(spec, "completions", true) && Tree.isZero(spec, "parallelism", true)) {
            spec.put("completions", 1);
        }
        Tree.absent(spec, "parallelism", 1);
        boolean perIndex = !Tree.isZero(spec, "backoffLimitPerIndex", true);
        Tree.absent(spec, "backoffLimit", perIndex ? Integer.MAX_VALUE : BACKOFF);
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        ObjectNode metadata = Tree.child(job, "metadata");
        if (labels.isObject() && metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
        Tree.absent(spec, "completionMode", "NonIndexed");
        Tree.absent(spec, "suspend", false);
        boolean judged = !Tree.isZero(spec, "podFailurePolicy", true);
        Tree.absent(spec, "podReplacementPolicy", judged ? "Failed" : "TerminatingOrFailed");
        Tree.absent(spec, "manualSelector", false);
    }

    private static void cronJob(ObjectNode spec) {
        Tree.text(spec, "concurrencyPolicy", "Allow");
        Tree.absent(spec, "suspend", false);
        Tree.absent(spec, "successfulJobsHistoryLimit", 3);
        Tree.absent(spec, "failedJobsHistoryLimit", 1);
    }
}
