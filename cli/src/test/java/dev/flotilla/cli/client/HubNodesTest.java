package dev.flotilla.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HubNodesTest {
    @Test
    void showsManySlicesInFewWords() {
        assertThat(node(List.of(0, 1, 2, 5, 7, 8)).ranges()).isEqualTo("0-2 5 7-8");
        assertThat(node(List.of(63)).ranges()).isEqualTo("63");
        assertThat(node(List.of()).ranges()).isEmpty();
    }

    private static HubNodes.Node node(List<Integer> slices) {
        return new HubNodes.Node("hub-1", "10.0.0.1:7444", "eu", "eu-a", slices);
    }
}
