package dev.flotilla.placement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload goes, and why not elsewhere.
 *
 * <p>If the outcome is not success, the targets are what ran before: a workload that fits nowhere is left where it is.
 * Words are found when they are first asked for; equal decisions have equal words. Safe to share.
 */
public final class PlacementDecision {
    private final Outcome outcome;
    private final List<Target> targets;
    private final Optional<String> affinity;
    private final boolean kept;
    private final Supplier<Words> explain;
    private volatile @Nullable Words words;

    /**
     * What a decision says of the clusters that it leaves out.
     *
     * @param leftOut every other cluster of the fleet, by name
     * @param summary the decision in one sentence
     */
    record Words(List<Exclusion> leftOut, String summary) {
        Words {
            leftOut = List.copyOf(leftOut);
        }
    }

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
        WORKLOAD_AFFINITY("WorkloadAffinity", "cluster(s) did not have every workload of the affinity group"),
        WORKLOAD_ANTI_AFFINITY("WorkloadAntiAffinity", "cluster(s) had a workload of the anti-affinity group"),
        EXTENSION("Filter", "cluster(s) were refused by a filter of the policy"),
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

    /**
     * @param targets by name, one per cluster
     * @param leftOut every other cluster of the fleet, by name
     * @param affinity the name of the affinity that was used; empty if the policy has but one
     * @param kept whether the previous assignment stands because nothing asked for another
     * @param summary the decision in one sentence
     */
    public PlacementDecision(
            Outcome outcome,
            List<Target> targets,
            List<Exclusion> leftOut,
            Optional<String> affinity,
            boolean kept,
            String summary) {
        this(outcome, targets, affinity, kept, () -> new Words(leftOut, summary));
    }

    /** @param explain a pure function */
    PlacementDecision(
            Outcome outcome, List<Target> targets, Optional<String> affinity, boolean kept, Supplier<Words> explain) {
        this.outcome = outcome;
        this.targets = List.copyOf(targets);
        this.affinity = affinity;
        this.kept = kept;
        this.explain = explain;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** By name, one per cluster. */
    public List<Target> targets() {
        return targets;
    }

    /** Every other cluster of the fleet, by name. */
    public List<Exclusion> leftOut() {
        return words().leftOut();
    }

    /** The name of the affinity that was used; empty if the policy has but one. */
    public Optional<String> affinity() {
        return affinity;
    }

    /** Whether the previous assignment stands because nothing asked for another. */
    public boolean kept() {
        return kept;
    }

    /** The decision in one sentence. */
    public String summary() {
        return words().summary();
    }

    public boolean succeeded() {
        return outcome == Outcome.SUCCESS;
    }

    private Words words() {
        Words known = words;
        if (known == null) {
            known = explain.get();
            words = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlacementDecision that
                && outcome == that.outcome
                && kept == that.kept
                && targets.equals(that.targets)
                && affinity.equals(that.affinity)
                && words().equals(that.words());
    }

    @Override
    public int hashCode() {
        return Objects.hash(outcome, targets, affinity, kept);
    }

    @Override
    public String toString() {
        return outcome + " " + targets + ": " + summary();
    }
}
