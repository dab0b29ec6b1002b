package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PodPagesTest {
    private static final String POD = """
            {"metadata": {"name": "a", "labels": {"app": "a"}}, "status": {"phase": "Running"},
             "spec": {"nodeName": "n1",
                      "containers": [{"name": "c", "image": "i", "resources": {"requests": {"cpu": "10m"}}},
                                     {"name": "d", "resources": {}}]}}
            """;

    private final Deque<String> pages = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void followsThePagesToTheirEnd() {
        pages.add("{\"metadata\": {\"continue\": \"x=/y\"}, \"items\": [" + POD + "," + POD + "]}");
        pages.add("{\"metadata\": {\"continue\": \"\"}, \"items\": [" + POD + "]}");

        List<JsonNode> pods = read();

        assertThat(pods).hasSize(3);
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst()).contains("limit=" + PodPages.PAGE).doesNotContain("continue");
        assertThat(asked.getLast()).endsWith("&continue=x%3D%2Fy");
    }

    @Test
    void keepsOfAPodItsNodeAndWhatItAsksFor() {
        pages.add("{\"items\": [" + POD + "]}");

        assertThat(read())
                .containsExactly(json("{\"spec\": {\"nodeName\": \"n1\", \"containers\":"
                        + " [{\"resources\": {\"requests\": {\"cpu\": \"10m\"}}}, {\"resources\": {}}]}}"));
    }

    private List<JsonNode> read() {
        return PodPages.read(path -> {
                    asked.add(path);
                    return CompletableFuture.completedFuture(json(pages.removeFirst()));
                })
                .toCompletableFuture()
                .join();
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
