package dev.flotilla.api.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The status of a binding: what the scheduler decided and what the members report. */
public record BindingStatus(
        @Nullable Long schedulerObservedGeneration,
        String schedulerObservingAffinityName,
        @Nullable Instant lastScheduledTime,
        @Rule(keys = "type") List<Condition> conditions,
        List<AggregatedStatusItem> aggregatedStatus,
        @Nullable Decision decision,
        @Rule(keys = "name") List<ExtenderAnswer> extenders) {
    public static final String SCHEDULED = "Scheduled";
    public static final String FULLY_APPLIED = "FullyApplied";

    public enum Health {
        @JsonProperty("Healthy")
        HEALTHY,
        @JsonProperty("Unhealthy")
        UNHEALTHY,
        @JsonProperty("Unknown")
        UNKNOWN
    }

    /**
     * What is known of one cluster's copy.
     *
     * @param status as reflected from the member
     * @param seenAt when the member was last heard of it
     * @param replicas how many of the replicas it is to have there have been seen as pods; null if that is not known
     * @param replicasSince since when there have been so many
     * @param replicasCounted how many of them a report of the cluster counted before
     */
    public record AggregatedStatusItem(
            @Rule(required = true) String clusterName,
            @Nullable JsonNode status,
            @Nullable Boolean applied,
            String appliedMessage,
            @Nullable Health health,
            @Nullable Instant seenAt,
            @Nullable Integer replicas,
            @Nullable Instant replicasSince,
            @Nullable Integer replicasCounted) {
        /** Of what has no pods that are known of. */
        public AggregatedStatusItem(
                String clusterName,
                @Nullable JsonNode status,
                @Nullable Boolean applied,
                String appliedMessage,
                @Nullable Health health,
                @Nullable Instant seenAt) {
            this(clusterName, status, applied, appliedMessage, health, seenAt, null, null, null);
        }
    }

    /**
     * Why the workload is where it is, in data; bounded by whoever writes it.
     *
     * @param leftOut clusters that it is not in, those with the same reason together
     */
    public record Decision(String summary, String affinity, List<LeftOut> leftOut) {
        public Decision {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * @param verdict the stage that left them out
     * @param reason one sentence
     * @param count how many
     * @param clusters the first of them, by name
     */
    public record LeftOut(@Rule(required = true) String verdict, String reason, int count, List<String> clusters) {
        public LeftOut {
            clusters = List.copyOf(clusters);
        }
    }

    /**
     * What an extender said of the clusters for this workload; bounded by whoever writes it.
     *
     * @param question the hash of what was asked
     * @param weight what its scores are multiplied with
     * @param error why there is no answer; empty if there is one
     */
    public record ExtenderAnswer(
            @Rule(required = true) String name,
            String question,
            @Nullable Instant askedAt,
            int weight,
            String error,
            List<Refusal> refused,
            List<Score> scores) {
        public ExtenderAnswer {
            refused = List.copyOf(refused);
            scores = List.copyOf(scores);
        }
    }

    /** A cluster that the workload must not be in. */
    public record Refusal(@Rule(required = true) String cluster, String reason) {}

    /** @param score 0 to 100, the best highest */
    public record Score(@Rule(required = true) String cluster, int score) {}

    public BindingStatus {
        extenders = List.copyOf(extenders);
        conditions = List.copyOf(conditions);
        aggregatedStatus = List.copyOf(aggregatedStatus);
    }

    public static BindingStatus of(JsonNode binding) {
        return RecordJson.read(binding.path("status"), BindingStatus.class);
    }

    public Optional<AggregatedStatusItem> of(String cluster) {
        return aggregatedStatus.stream()
                .filter(item -> item.clusterName().equals(cluster))
                .findFirst();
    }

    public Optional<Condition> condition(String type) {
        return Condition.find(conditions, type);
    }
}
