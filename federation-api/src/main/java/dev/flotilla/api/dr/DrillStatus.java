package dev.flotilla.api.dr;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.work.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a drill went.
 *
 * @param phase the step its run is at, or {@code Completed}
 * @param runRef the name of its FailoverRun; empty before there is one
 * @param message one sentence
 * @param reasons why it is not Passed; empty if it is
 */
public record DrillStatus(
        String phase,
        @Nullable Result result,
        String message,
        List<String> reasons,
        String runRef,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Rule(keys = "name") List<Measurement> measurements,
        @Nullable Evidence evidence,
        @Rule(keys = "type") List<Condition> conditions) {
    public static final String COMPLETED = "Completed";

    public enum Result {
        @JsonProperty("Passed")
        PASSED("Passed"),
        @JsonProperty("Failed")
        FAILED("Failed"),
        @JsonProperty("Aborted")
        ABORTED("Aborted"),
        @JsonProperty("Inconclusive")
        INCONCLUSIVE("Inconclusive");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param millis from the loss; absent if it was never reached
     * @param objectiveMillis null if there is none
     */
    public record Measurement(
            @Rule(required = true) String name,
            @Nullable Long millis,
            @Nullable Long objectiveMillis,
            boolean met) {}

    /**
     * Where the signed report is.
     *
     * @param configMap in namespace {@code flotilla-system}
     * @param digest SHA-256 of {@code report.json}, in hexadecimal
     * @param chainHead the hash of the journal's last entry
     */
    public record Evidence(String configMap, String digest, String chainHead, String keyFingerprint) {}

    public DrillStatus {
        reasons = List.copyOf(reasons);
        measurements = List.copyOf(measurements);
        conditions = List.copyOf(conditions);
    }

    public static DrillStatus of(JsonNode drill) {
        return RecordJson.read(drill.path("status"), DrillStatus.class);
    }
}
