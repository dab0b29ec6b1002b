package dev.flotilla.placement;

import java.util.List;
import java.util.Optional;

/**
 * Where a workload goes, and why not elsewhere.
 *
 * <p>If the outcome is not success, the targets are what ran before: a workload that fits nowhere is left where it is.
 *
 * @param targets by name, one per cluster
 * @param leftOut every other cluster of the fleet, by name
 * @param affinity the name of the affinity that was used; empty if the policy has but one
 * @param kept whether the previous assignment stands because nothing asked for another
 * @param summary the decision in one sentence
 */
public record PlacementDecision(
        Outcome outcome,
        List<Target> targets,
        List<Exclusion> leftOut,
        Optional<String> affinity,
        boolean kept,
        String summary) {

    /** What came of it; the label is the reason of the binding's {@code Scheduled} condition. */
    public enum Outcome {
        SUCCESS("Success"),
        NO_CLUSTER_FIT("NoClusterFit"),
        UNSCHEDULABLE("Unschedulable"),
        SCHEDULER_ERROR("SchedulerError"),
        QUOTA_EXCEEDED("QuotaExceeded");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param replicas 0 also for what has no replicas
     * @param score what the score plugins gave it
     * @param room replicas it can run in all; -1 where that was not asked
     */
    public record Target(String cluster, int replicas, int score, long room) {}

    /** @param reason in words, without the cluster's name */
    public record Exclusion(String cluster, Stage stage, String reason) {}

    /** What left a cluster out; the labels are the names of Karmada's plugins where there is one. */
    public enum Stage {
        TERMINATING("Terminating", "cluster(s) are leaving the fleet"),
        API_ENABLEMENT("APIEnablement", "cluster(s) did not have the API resource"),
        TAINT_TOLERATION("TaintToleration", "cluster(s) had untolerated taint"),
        CLUSTER_AFFINITY("ClusterAffinity", "cluster(s) did not match the placement cluster affinity constraint"),
        SPREAD_CONSTRAINT("SpreadConstraint", "cluster(s) did not have the property to spread by"),
        CLUSTER_EVICTION("ClusterEviction", "cluster(s) is in the process of eviction"),
        SELECTION("Selection", "cluster(s) were not selected"),
        ASSIGNMENT("Assignment", "cluster(s) got no replicas");

        private final String label;
        private final String summary;

        Stage(String label, String summary) {
            this.label = label;
            this.summary = summary;
        }

        public String label() {
            return label;
        }

        /** What to say of several clusters at once. */
        String summary() {
            return summary;
        }
    }

    public PlacementDecision {
        targets = List.copyOf(targets);
        leftOut = List.copyOf(leftOut);
    }

    public boolean succeeded() {
        return outcome == Outcome.SUCCESS;
    }
}
