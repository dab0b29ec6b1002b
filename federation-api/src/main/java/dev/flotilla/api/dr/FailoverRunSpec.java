package dev.flotilla.api.dr;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one run is to do; all but {@code abort} is fixed once it is created.
 *
 * @param sites what is lost, or, for a failback, what workloads return to
 * @param scope the workloads it is judged by; null for all
 * @param drillRef the drill it belongs to; empty for none
 * @param soakSeconds how long everything must stay recovered
 * @param maxSeconds how long recovery may take, for a drill
 * @param abort set to true to unwind now
 */
public record FailoverRunSpec(
        @Rule(required = true) @Nullable Purpose purpose,
        @Rule(required = true, minItems = 1) List<Site> sites,
        @Nullable Scope scope,
        List<Guard> guards,
        String drillRef,
        @Rule(maxLength = 1024) String reason,
        @Rule(min = 0, max = 86_400) int soakSeconds,
        @Rule(defaultValue = "900", min = 10, max = 86_400) int maxSeconds,
        boolean abort) {
    /** Of {@code maxSeconds}, where none is given. */
    public static final int MAX_SECONDS = 900;

    public enum Purpose {
        /** A rehearsal: the run injects the loss itself and takes it back. */
        @JsonProperty("Drill")
        DRILL,
        /** A real loss: the run follows what happens, and ends when the sites are back. */
        @JsonProperty("Incident")
        INCIDENT,
        /** What had moved away from the sites goes back to them. */
        @JsonProperty("Failback")
        FAILBACK
    }

    public FailoverRunSpec {
        sites = List.copyOf(sites);
        guards = List.copyOf(guards);
    }

    public static FailoverRunSpec of(JsonNode run) {
        return RecordJson.read(run.path("spec"), FailoverRunSpec.class);
    }

    public Scope judged() {
        return scope == null ? Scope.ALL : scope;
    }
}
