package dev.flotilla.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultGateTest {
    @Test
    void letsEverythingPassWhileNothingIsWrong() throws InterruptedException {
        assertThat(new FaultGate().answer("GET", "/version")).isEmpty();
    }

    @Test
    void refusesTheAskedPartOfAllRequestsEvenly() throws InterruptedException {
        FaultGate gate = new FaultGate();
        gate.set(new Fault.Erroring(503, 0.25));

        int refused = 0;
        for (int request = 0; request < 400; request++) {
            refused += gate.answer("GET", "/api").isPresent() ? 1 : 0;
        }

        assertThat(refused).isEqualTo(100);
        assertThat(LongStream.range(0, 8)
                        .filter(number -> FaultGate.hits(number, 0.25))
                        .boxed())
                .containsExactly(3L, 7L);
    }

    @Test
    void readsWhatItWrites() {
        List<Fault> faults = List.of(
                Fault.None.NONE,
                Fault.Unreachable.UNREACHABLE,
                new Fault.Slow(Duration.ofMillis(250)),
                new Fault.Erroring(500, 0.5));

        assertThat(faults)
                .allSatisfy(fault -> assertThat(Fault.of(fault.toJson())).isEqualTo(fault));
    }

    @Test
    void namesTheFieldThatIsWrong() {
        assertThatThrownBy(() -> Fault.of(json("{\"kind\":\"tired\"}")))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("kind: Unsupported value: \"tired\"");
        assertThatThrownBy(() -> Fault.of(json("{\"kind\":\"erroring\",\"ratio\":2}")))
                .hasMessageContaining("ratio: Invalid value: 2: must be a number from 0 to 1");
    }

    private static tools.jackson.databind.JsonNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
