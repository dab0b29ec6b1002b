package dev.flotilla.api.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.policy.ClusterAffinity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which share of the traffic of some host names goes to which site. A site is one member cluster in which at least one
 * backend has copies.
 *
 * @param paused weights take no steps; a site that is lost still loses its weight at once
 */
public record GlobalTrafficPolicySpec(
        @Rule(required = true, minItems = 1, atomic = true) List<String> hostnames,
        @Rule(required = true, minItems = 1, keys = "name") List<Backend> backends,
        @Rule(required = true) @Nullable Strategy strategy,
        @Rule(defaultValue = "{}") @Nullable Shift shift,
        @Rule(defaultValue = "{}") @Nullable Dns dns,

        @Rule(defaultValue = "\"LastKnownGood\"") @Nullable WhenAllUnhealthy whenAllUnhealthy,

        @Nullable Boolean paused) {
    /** What is published while no site is ready. */
    public enum WhenAllUnhealthy {
        @JsonProperty("LastKnownGood")
        LAST_KNOWN_GOOD,
        @JsonProperty("Empty")
        EMPTY
    }

    /** How targets are found. */
    public enum StrategyType {
        /** By the weights of backends, clusters and regions. */
        @JsonProperty("Weighted")
        WEIGHTED,
        /** Everything to the first healthy site of an order. */
        @JsonProperty("Failover")
        FAILOVER,
        /** By ready replicas. */
        @JsonProperty("Replicas")
        REPLICAS
    }

    /**
     * A federated Service, in the clusters that its affinity means.
     *
     * @param service in the policy's namespace
     * @param clusterAffinity null for all clusters
     * @param weight of its sites, for Weighted; 1 if null
     * @param priority while a backend of a lower number is ready anywhere, one of a higher gets nothing; 0 if null
     */
    public record Backend(
            @Rule(required = true, minLength = 1, maxLength = 63)
            String name,

            @Rule(required = true, minLength = 1, maxLength = 63)
            String service,

            @Nullable ClusterAffinity clusterAffinity,
            @Rule(min = 0, max = 1000) @Nullable Integer weight,
            @Rule(min = 0, max = 1000) @Nullable Integer priority) {
        public ClusterAffinity affinity() {
            return clusterAffinity == null ? ClusterAffinity.ALL : clusterAffinity;
        }

        public int share() {
            return weight == null ? 1 : weight;
        }

        public int rank() {
            return priority == null ? 0 : priority;
        }
    }

    /**
     * @param weights of clusters and regions, for Weighted alone
     * @param failover for Failover alone
     */
    public record Strategy(
            @Rule(required = true) @Nullable StrategyType type,
            @Rule(atomic = true) List<SiteWeight> weights,
            @Nullable Failover failover) {
        public Strategy {
            weights = List.copyOf(weights);
        }
    }

    /** Of a cluster, or of a region, which its sites share; one of the two is named. */
    public record SiteWeight(
            String cluster,
            String region,
            @Rule(required = true, min = 0, max = 1000) int weight) {}

    /**
     * @param order names of clusters and regions, the preferred first; sites that it does not name come last
     * @param returnAfterHealthyFor how long a preferred site must have been ready before traffic goes back to it
     */
    public record Failover(
            @Rule(required = true, minItems = 1, atomic = true)
            List<String> order,

            @Rule(pattern = Spans.PATTERN, defaultValue = "\"1m\"")
            String returnAfterHealthyFor) {
        public Failover {
            order = List.copyOf(order);
        }

        public Duration hold() {
            return Spans.parse(returnAfterHealthyFor).orElse(Duration.ofMinutes(1));
        }
    }

    /**
     * How fast weights change.
     *
     * @param maxStepPercent the most by which a site's weight changes in one {@code interval}, as a share of the whole
     */
    public record Shift(
            @Rule(min = 1, max = 100, defaultValue = "20") @Nullable
            Integer maxStepPercent,

            @Rule(pattern = Spans.PATTERN, defaultValue = "\"10s\"")
            String interval) {
        static final Shift DEFAULT = new Shift(null, "");

        public int step() {
            return maxStepPercent == null ? 20 : maxStepPercent;
        }

        public Duration pause() {
            return Spans.parse(interval).orElse(Duration.ofSeconds(10));
        }
    }

    /**
     * How weights are published.
     *
     * @param weightProperty under which the DNS provider takes a record's weight
     */
    public record Dns(
            @Rule(min = 1, max = 86400, defaultValue = "30") @Nullable
            Integer ttlSeconds,

            @Rule(minLength = 1, maxLength = 253, defaultValue = "\"aws/weight\"")
            String weightProperty) {
        static final Dns DEFAULT = new Dns(null, "");

        public int ttl() {
            return ttlSeconds == null ? 30 : ttlSeconds;
        }

        public String property() {
            return weightProperty.isEmpty() ? "aws/weight" : weightProperty;
        }
    }

    public GlobalTrafficPolicySpec {
        hostnames = List.copyOf(hostnames);
        backends = List.copyOf(backends);
    }

    public static GlobalTrafficPolicySpec of(JsonNode policy) {
        return RecordJson.read(policy.path("spec"), GlobalTrafficPolicySpec.class);
    }

    public StrategyType strategyType() {
        return Optional.ofNullable(strategy).map(Strategy::type).orElse(StrategyType.WEIGHTED);
    }

    public List<SiteWeight> siteWeights() {
        return strategy == null ? List.of() : strategy.weights();
    }

    /** With an empty order where the policy has none. */
    public Failover failover() {
        return Optional.ofNullable(strategy).map(Strategy::failover).orElseGet(() -> new Failover(List.of(), ""));
    }

    public Shift shifting() {
        return shift == null ? Shift.DEFAULT : shift;
    }

    public Dns publishing() {
        return dns == null ? Dns.DEFAULT : dns;
    }

    public boolean holdsStill() {
        return Boolean.TRUE.equals(paused);
    }

    public boolean keepsLastKnownGood() {
        return whenAllUnhealthy != WhenAllUnhealthy.EMPTY;
    }
}
