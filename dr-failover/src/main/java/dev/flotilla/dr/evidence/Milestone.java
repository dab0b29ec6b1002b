package dev.flotilla.dr.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A moment of a drill that is worth a mark on its time axis, in the order of a drill that goes well. */
public enum Milestone {
    /** T0: from here on the sites count as lost. */
    @JsonProperty("Injected")
    INJECTED("Injected", "loss injected"),
    @JsonProperty("Detected")
    DETECTED("Detected", "loss detected"),
    @JsonProperty("Drained")
    DRAINED("Drained", "traffic drained"),
    @JsonProperty("FirstWorkloadReady")
    FIRST_READY("FirstWorkloadReady", "first workload ready elsewhere"),
    @JsonProperty("LastWorkloadReady")
    LAST_READY("LastWorkloadReady", "last workload ready elsewhere"),
    @JsonProperty("SoakOver")
    SOAKED("SoakOver", "soak over"),
    @JsonProperty("GuardTripped")
    GUARD_TRIPPED("GuardTripped", "guard tripped"),
    @JsonProperty("Aborted")
    ABORTED("Aborted", "aborted"),
    @JsonProperty("Healed")
    HEALED("Healed", "loss healed"),
    @JsonProperty("Returned")
    RETURNED("Returned", "sites back in the fleet"),
    @JsonProperty("Settled")
    SETTLED("Settled", "everything at rest");

    private final String label;
    private final String words;

    Milestone(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** As JSON, status and metrics have it. */
    public String label() {
        return label;
    }

    /** As people read it. */
    public String words() {
        return words;
    }
}
