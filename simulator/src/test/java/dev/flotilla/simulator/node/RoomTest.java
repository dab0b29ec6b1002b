package dev.flotilla.simulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.PodFacts.Resources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RoomTest {
    @ParameterizedTest
    @CsvSource({"\"1k\", 1000", "\"20\", 20", "7, 7", "null, 110"})
    void aNodeTakesAsManyPodsAsItSays(String pods, int expected) {
        byte[] node = ("""
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"},
                 "status": {"conditions": [{"type": "Ready", "status": "True"}], "allocatable": {"pods": %s}}}""").formatted(pods).getBytes(StandardCharsets.UTF_8);
        Room room = new Room(StateTable.EMPTY.put(StoredObject.of(Kind.NODE.key("", "n"), 1, node)), List.of());
        ObjectNode pod = ObjectJson.mapper().createObjectNode();

        assertThat(IntStream.range(0, expected)
                        .mapToObj(_ -> room.place(pod, Resources.NONE))
                        .distinct())
                .containsExactly(new Room.Place.On("n"));
        assertThat(room.place(pod, Resources.NONE))
                .isEqualTo(new Room.Place.Nowhere("0/1 nodes are available: 1 Too many pods."));
    }
}
