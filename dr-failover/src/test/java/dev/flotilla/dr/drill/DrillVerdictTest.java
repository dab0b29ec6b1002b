package dev.flotilla.dr.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.dr.DrillSpec;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DrillVerdictTest {
    @ParameterizedTest(name = "{0}, detected after {1} s, recovered after {2} s, missing: {3} -> {4}")
    @CsvSource(delimiter = '|', textBlock = """
            Succeeded    | 4  | 20 |           | Passed       |
            Succeeded    | 4  | 30 |           | Passed       |
            Succeeded    | 4  | 31 |           | Failed       | recovery took 31.0 s, the objective is 30.0 s
            Succeeded    | 11 | 20 |           | Failed       | detection took 11.0 s, the objective is 10.0 s
            Succeeded    | 4  | 20 | shop/D/a  | Failed       | the hypothesis did not hold: not available afterwards: shop/D/a
            Succeeded    |    |    |           | Failed       | detection took for ever, the objective is 10.0 s; recovery took for ever, the objective is 30.0 s
            Failed       | 4  |    |           | Failed       | said so
            Failed       | 4  |    | shop/D/a  | Failed       | said so; the hypothesis did not hold: not available afterwards: shop/D/a
            Aborted      | 4  | 20 |           | Aborted      | said so
            Inconclusive | 4  |    |           | Inconclusive | said so
            """)
    void judges(String outcome, Integer detected, Integer recovered, String missing, String result, String reasons) {
        DrillVerdict verdict = DrillVerdict.of(drill(), run(outcome, detected, recovered, missing));

        assertThat(verdict.result().label()).isEqualTo(result);
        assertThat(String.join("; ", verdict.reasons())).isEqualTo(reasons == null ? "" : reasons);
    }

    private static DrillSpec drill() {
        return DrillSpec.of(json("""
                {"spec": {"type": "Simulation", "sites": [{"region": "eu"}],
                 "objectives": {"rtoSeconds": 30, "detectSeconds": 10}}}"""));
    }

    private static FailoverRunStatus run(String outcome, Integer detected, Integer recovered, String missing) {
        ObjectNode run = json("""
                {"status": {"phase": "Completed", "message": "said so", "lostSince": "2026-01-01T00:00:00Z"}}""");
        ObjectNode status = run.withObject("/status").put("outcome", outcome);
        event(status, "Detected", detected);
        event(status, "LastWorkloadReady", recovered);
        if (missing != null) {
            status.putArray("unavailable").add(missing);
        }
        return FailoverRunStatus.of(run);
    }

    private static void event(ObjectNode status, String event, Integer second) {
        if (second != null) {
            status.withArrayProperty("timeline")
                    .addObject()
                    .put("event", event)
                    .put("at", "2026-01-01T00:00:%02dZ".formatted(second));
        }
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
