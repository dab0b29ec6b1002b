package dev.flotilla.api.dr;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is rehearsed, and what must hold.
 *
 * @param title for the report
 * @param narrative the story behind the drill, for the report
 * @param sites what is lost
 * @param guards what ends it before its time; if none is named, {@link Guard#DEFAULT}
 * @param soakSeconds how long everything must stay recovered before the sites come back
 * @param maxSeconds how long recovery may take before the drill is given up and everything is put back
 * @param abort set to true to end it now; it cannot be taken back
 */
public record DrillSpec(
        @Rule(maxLength = 256) String title,
        @Rule(required = true) @Nullable Type type,
        @Rule(maxLength = 4096) String narrative,
        @Rule(required = true, minItems = 1) List<Site> sites,
        @Nullable Scope scope,
        @Rule(required = true) @Nullable Objectives objectives,
        @Nullable Hypothesis hypothesis,
        List<Guard> guards,
        @Rule(defaultValue = "30", min = 0, max = 86_400) int soakSeconds,
        @Rule(defaultValue = "900", min = 10, max = 86_400) int maxSeconds,
        boolean abort) {

    public enum Type {
        /**
         * The hub treats the sites as lost, by the very path of a real loss, while they run on untouched: nothing is
         * sent to them until they come back.
         */
        @JsonProperty("Simulation")
        SIMULATION
    }

    /** @param statement what is believed: that the workloads in scope are available before and after */
    public record Hypothesis(@Rule(maxLength = 1024) String statement) {}

    public DrillSpec {
        sites = List.copyOf(sites);
        guards = List.copyOf(guards);
    }

    public static DrillSpec of(JsonNode drill) {
        return RecordJson.read(drill.path("spec"), DrillSpec.class);
    }

    public Scope judged() {
        return scope == null ? Scope.ALL : scope;
    }
}
