package dev.flotilla.api.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.Rule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose copy is to go. The entry is the logged leave to delete it, and is dropped only when the member has
 * confirmed that the copy is gone.
 */
public record Removal(
        @Rule(required = true) String cluster,
        @Nullable Instant since,
        @Nullable Why why) {

    /** What the removal follows from, and so what it must wait for. */
    public enum Why {
        /** The scheduler chose other clusters: wait until they are ready. */
        @JsonProperty("Moved")
        MOVED,
        /** Evicted for a failure: wait until the replacements are ready. */
        @JsonProperty("Evicted")
        EVICTED,
        /** Evicted with purge mode Directly: wait for nothing. */
        @JsonProperty("PurgedDirectly")
        PURGED_DIRECTLY,
        /** The replicas went down and this cluster has none left: wait for the others to be ready. */
        @JsonProperty("ScaledDown")
        SCALED_DOWN,
        /** Displaced by a workload of higher priority: wait for nothing. */
        @JsonProperty("Preempted")
        PREEMPTED,
        /** The template was deleted: wait for nothing. */
        @JsonProperty("TemplateDeleted")
        TEMPLATE_DELETED,
        /** No policy selects the template any more: wait for nothing. */
        @JsonProperty("PolicyGone")
        POLICY_GONE,
        /** The cluster leaves the fleet: wait until the replacements are ready. */
        @JsonProperty("ClusterLeft")
        CLUSTER_LEFT
    }
}
