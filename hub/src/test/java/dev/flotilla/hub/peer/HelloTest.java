package dev.flotilla.hub.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void isReadAsItWasSaid() {
        assertThat(Hello.of(new Hello("hub-1", true, 7).bytes())).isEqualTo(new Hello("hub-1", true, 7));
        assertThat(Hello.of(new Hello("hub-2", false, Long.MAX_VALUE).bytes()))
                .isEqualTo(new Hello("hub-2", false, Long.MAX_VALUE));
    }

    @Test
    void isNothingElse() {
        assertThatThrownBy(() -> Hello.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hello.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hello.of(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 'a'}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hello.of(new byte[300])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhoHasReadOn() {
        Positions positions = new Positions();
        Instant now = Instant.EPOCH;
        positions.hears(new Hello("b", true, 100), now);
        positions.hears(new Hello("c", true, 90), now);

        assertThat(positions.ahead(95, now)).contains("b");
        assertThat(positions.ahead(100, now)).isEmpty();
        assertThat(positions.ahead(0, now.plusSeconds(10)))
                .as("nobody that is still heard")
                .isEmpty();
    }
}
