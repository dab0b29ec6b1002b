package dev.flotilla.api.dr;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.Rule;
import org.jspecify.annotations.Nullable;

/** What ends a drill before its time: when it trips, the run aborts and everything is put back as it was. */
public record Guard(
        @Rule(required = true, minLength = 1, maxLength = 63)
        String name,

        @Rule(required = true) @Nullable Type type) {
    /** The guard that a drill has which names none. */
    public static final Guard DEFAULT = new Guard("other-sites-ready", Type.OTHER_SITES_READY);

    public enum Type {
        /** Trips as soon as a cluster outside the drill's sites is not ready. */
        @JsonProperty("OtherSitesReady")
        OTHER_SITES_READY
    }
}
