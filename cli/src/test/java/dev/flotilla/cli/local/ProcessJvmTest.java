package dev.flotilla.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessJvmTest {
    @Test
    void putsWhatTheUserAddsLastSoThatItWins() {
        List<String> options = ProcessJvm.hub(Map.of("FLOTILLA_HUB_JAVA_OPTS", " -Xmx2g  -XX:+UseG1GC "));

        assertThat(options).endsWith("-Xmx2g", "-XX:+UseG1GC").hasSizeGreaterThan(2);
    }

    @Test
    void addsNothingUnlessTold() {
        assertThat(ProcessJvm.hub(Map.of()))
                .isEqualTo(ProcessJvm.hub(Map.of("FLOTILLA_HUB_JAVA_OPTS", " ")))
                .doesNotContain("");
    }
}
