package dev.flotilla.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a workload leaves the cluster it is evicted from. */
public enum PurgeMode {
    /** Removed before it runs elsewhere. */
    @JsonProperty("Directly")
    DIRECTLY,
    /** Removed once it runs elsewhere, or after the grace period. */
    @JsonProperty("Gracefully")
    GRACEFULLY,
    /** Left for a person to remove. */
    @JsonProperty("Never")
    NEVER
}
