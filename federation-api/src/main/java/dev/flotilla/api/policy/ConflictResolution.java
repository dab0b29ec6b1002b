package dev.flotilla.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do about an object that is there already and not ours. */
public enum ConflictResolution {
    @JsonProperty("Abort")
    ABORT,
    @JsonProperty("Overwrite")
    OVERWRITE
}
