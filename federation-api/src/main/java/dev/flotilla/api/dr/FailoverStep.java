package dev.flotilla.api.dr;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The steps of a run, in their order.
 *
 * <pre>
 *   Drill:     Preflight - Inject - Detect - Drain - Move - Verify - Soak - Heal - Return - Settle
 *   Incident:                       Detect - Drain - Move - Verify ------- Heal ---------- Settle
 *   Failback:  Preflight ------------------------------------------------------ Return - Settle
 * </pre>
 *
 * A drill that fails or is aborted goes on at Heal: its end is the way back, whatever happened before.
 */
public enum FailoverStep {
    /** Looks whether the run may begin: the hypothesis holds, no other run is active in its sites. */
    @JsonProperty("Preflight")
    PREFLIGHT("Preflight"),
    /** Marks the clusters as lost. */
    @JsonProperty("Inject")
    INJECT("Inject"),
    /** Waits until the hub's probes have noticed. */
    @JsonProperty("Detect")
    DETECT("Detect"),
    /** Waits until no traffic goes to the lost clusters. */
    @JsonProperty("Drain")
    DRAIN("Drain"),
    /** Waits until eviction and placement have moved what can move. */
    @JsonProperty("Move")
    MOVE("Move"),
    /** Waits until everything in scope is available elsewhere. */
    @JsonProperty("Verify")
    VERIFY("Verify"),
    /** Watches that it stays so. */
    @JsonProperty("Soak")
    SOAK("Soak"),
    /** Takes the marks off, or waits for the real return, until the clusters are ready again. */
    @JsonProperty("Heal")
    HEAL("Heal"),
    /** Places what had moved as it was before. */
    @JsonProperty("Return")
    RETURN("Return"),
    /** Waits until everything runs where it belongs and nothing is left over. */
    @JsonProperty("Settle")
    SETTLE("Settle");

    private static final List<FailoverStep> INCIDENT = List.of(DETECT, DRAIN, MOVE, VERIFY, HEAL, SETTLE);
    private static final List<FailoverStep> FAILBACK = List.of(PREFLIGHT, RETURN, SETTLE);

    private final String label;

    FailoverStep(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether it belongs to the way back. */
    public boolean unwinds() {
        return compareTo(HEAL) >= 0;
    }

    public static List<FailoverStep> of(FailoverRunSpec.Purpose purpose) {
        return switch (purpose) {
            case DRILL -> List.of(values());
            case INCIDENT -> INCIDENT;
            case FAILBACK -> FAILBACK;
        };
    }
}
