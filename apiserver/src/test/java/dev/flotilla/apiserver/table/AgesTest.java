package dev.flotilla.apiserver.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgesTest {
    @Test
    void getsCoarserAsTimePasses() {
        assertThat(Ages.human(Duration.ofSeconds(0))).isEqualTo("0s");
        assertThat(Ages.human(Duration.ofSeconds(119))).isEqualTo("119s");
        assertThat(Ages.human(Duration.ofSeconds(120))).isEqualTo("2m");
        assertThat(Ages.human(Duration.ofSeconds(310))).isEqualTo("5m10s");
        assertThat(Ages.human(Duration.ofMinutes(100))).isEqualTo("100m");
        assertThat(Ages.human(Duration.ofMinutes(185))).isEqualTo("3h5m");
        assertThat(Ages.human(Duration.ofHours(20))).isEqualTo("20h");
        assertThat(Ages.human(Duration.ofHours(76))).isEqualTo("3d4h");
        assertThat(Ages.human(Duration.ofDays(100))).isEqualTo("100d");
        assertThat(Ages.human(Duration.ofDays(800))).isEqualTo("2y70d");
    }

    @Test
    void saysWhenItCannotKnow() {
        Instant now = Instant.parse("2026-11-24T00:00:00Z");

        assertThat(Ages.since("", now)).isEqualTo("<unknown>");
        assertThat(Ages.since("yesterday", now)).isEqualTo("<invalid>");
        assertThat(Ages.since("2026-11-23T23:59:38Z", now)).isEqualTo("22s");
    }
}
