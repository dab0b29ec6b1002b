package dev.flotilla.placement.policy;

import dev.flotilla.api.policy.ClusterAffinity;
import dev.flotilla.api.policy.SchedulingHints;
import dev.flotilla.placement.ClusterRule;
import dev.flotilla.placement.Preferences;
import dev.flotilla.placement.PropertyScorer;
import java.util.List;
import java.util.OptionalInt;

/** Makes what a policy asks beyond Karmada's language ready for deciding. */
final class PreferencesReader {
    private static final int STICKINESS = 100;

    private PreferencesReader() {}

    /** @param annotation as the policy has it; empty for none */
    static Preferences read(String annotation) {
        if (annotation.isBlank()) {
            return Preferences.NONE;
        }
        SchedulingHints hints = SchedulingHints.of(annotation);
        return new Preferences(
                Boolean.TRUE.equals(hints.karmadaCompat()),
                hints.replicaLimits().stream().map(PreferencesReader::limit).toList(),
                Boolean.TRUE.equals(hints.rebalance()),
                hints.prefer().stream()
                        .map(preference -> new Preferences.Weighted(
                                new PropertyScorer(preference.clusterLabel(), preference.lowest()),
                                preference.weightOrOne()))
                        .toList(),
                hints.stickiness() == null ? STICKINESS : hints.stickiness(),
                List.of(),
                hints.displaces());
    }

    private static Preferences.Limit limit(SchedulingHints.ReplicaLimit limit) {
        return new Preferences.Limit(
                rule(limit.target()),
                limit.minReplicas(),
                limit.maxReplicas() == null ? OptionalInt.empty() : OptionalInt.of(limit.maxReplicas()));
    }

    private static ClusterRule rule(ClusterAffinity affinity) {
        return affinity.selectsEverything() ? ClusterRule.ANY : cluster -> affinity.refuses(cluster.identity());
    }
}
