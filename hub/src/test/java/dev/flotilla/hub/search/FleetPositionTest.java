package dev.flotilla.hub.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetPositionTest {
    @Test
    void isTheSameTextInWhateverOrderClustersWereRead() {
        FleetPosition one = FleetPosition.of("a", "1").with("b", "2");
        FleetPosition other = FleetPosition.of("b", "2").with("a", "1");

        assertThat(one.text()).isEqualTo(other.text());
        assertThat(FleetPosition.parse(one.text())).isEqualTo(one);
        assertThat(one.version("b")).isEqualTo("2");
        assertThat(one.version("c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "abc", "e30", "%%%"})
    void refusesWhatIsNoPosition(String text) {
        assertThatThrownBy(() -> FleetPosition.parse(text))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("resourceVersion: Invalid value");
    }

    @Test
    void remembersWhereAListGoesOn() {
        FleetContinue from = new FleetContinue(FleetPosition.of("a", "1"), "b", "token");

        assertThat(FleetContinue.parse(from.text())).isEqualTo(from);
        assertThat(FleetContinue.parse(new FleetContinue(FleetPosition.NOWHERE, "a", "").text())
                        .cluster())
                .isEqualTo("a");
        assertThatThrownBy(() -> FleetContinue.parse("xyz")).hasMessageContaining("continue key is not valid");
    }
}
