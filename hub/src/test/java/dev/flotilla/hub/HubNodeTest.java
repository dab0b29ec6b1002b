package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HubNodeTest {
    private static final long MIB = 1L << 20;

    @Test
    void remembersMoreOfThePastWithMoreHeapWithinBounds() {
        assertThat(HubNode.historyBytes(64 * MIB)).isEqualTo(8 * MIB);
        assertThat(HubNode.historyBytes(1024 * MIB)).isEqualTo(16 * MIB);
        assertThat(HubNode.historyBytes(8192 * MIB)).isEqualTo(64 * MIB);
    }
}
