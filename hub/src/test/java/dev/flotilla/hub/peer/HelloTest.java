package dev.flotilla.hub.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void isReadAsItWasSaid() {
        assertThat(Hello.of(new Hello("hub-1", true).bytes())).isEqualTo(new Hello("hub-1", true));
        assertThat(Hello.of(new Hello("hub-2", false).bytes())).isEqualTo(new Hello("hub-2", false));
    }

    @Test
    void isNothingElse() {
        assertThatThrownBy(() -> Hello.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hello.of(new byte[] {2, 'a'})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hello.of(new byte[300])).isInstanceOf(IllegalArgumentException.class);
    }
}
