package dev.flotilla.api.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.work.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a policy came to.
 *
 * @param revision rises by one whenever a published weight changes
 * @param scale what the weights sum to
 * @param shiftedAt when the weights last took a step; the next is due an interval later
 * @param weights those above 0, in one line
 */
public record GlobalTrafficPolicyStatus(
        @Nullable Long observedGeneration,
        @Nullable Long revision,
        @Nullable Integer scale,
        @Nullable Instant shiftedAt,
        String weights,
        @Rule(keys = "cluster") List<Site> effective,
        @Rule(keys = "type") List<Condition> conditions) {
    public static final int SCALE = 100;
    /** False if the policy cannot be followed as it is written. */
    public static final String ACCEPTED = "Accepted";
    /** The DNSEndpoint says what the weights say. */
    public static final String PROGRAMMED = "Programmed";
    /** Every weight is at its target. */
    public static final String CONVERGED = "Converged";
    /** No site is ready, or a backend is missing. */
    public static final String DEGRADED = "Degraded";

    /** Whether a site can take traffic. */
    public enum Health {
        @JsonProperty("Ready")
        READY,
        /** It can still take traffic, but its copy is going to be removed. */
        @JsonProperty("Draining")
        DRAINING,
        @JsonProperty("NotReady")
        NOT_READY,
        /** The cluster is not ready; what it runs cannot be seen. */
        @JsonProperty("Unreachable")
        UNREACHABLE;

        public boolean serves() {
            return this == READY || this == DRAINING;
        }
    }

    /**
     * One cluster's part.
     *
     * @param target where its weight is on its way to
     * @param reason one sentence
     * @param since when it came to have this health
     */
    public record Site(
            @Rule(required = true) String cluster,
            String region,
            @Nullable Health health,
            int readyReplicas,
            int target,
            int weight,
            String reason,
            @Nullable Instant since) {}

    public GlobalTrafficPolicyStatus {
        effective = List.copyOf(effective);
        conditions = List.copyOf(conditions);
    }

    public static GlobalTrafficPolicyStatus of(JsonNode policy) {
        return RecordJson.read(policy.path("status"), GlobalTrafficPolicyStatus.class);
    }

    public Optional<Site> site(String cluster) {
        return effective.stream().filter(site -> site.cluster().equals(cluster)).findFirst();
    }

    public int weight(String cluster) {
        return site(cluster).map(Site::weight).orElse(0);
    }

    public boolean is(String condition) {
        return Condition.find(conditions, condition).map(Condition::isTrue).orElse(false);
    }
}
