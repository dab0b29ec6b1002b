package dev.flotilla.api.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class MergePatchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"b"}         | {"a":"c"}                | {"a":"c"}
            {"a":"b"}         | {"b":"c"}                | {"a":"b","b":"c"}
            {"a":"b","b":"c"} | {"a":null}               | {"b":"c"}
            {"a":["b"]}       | {"a":"c"}                | {"a":"c"}
            {"a":"c"}         | {"a":["b"]}              | {"a":["b"]}
            {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]} | {"a":[1]}                | {"a":[1]}
            {"e":null}        | {"a":1}                  | {"e":null,"a":1}
            {"a":"foo"}       | {"a":{"bb":{"ccc":null}}}| {"a":{"bb":{}}}
            """)
    void followsTheCasesOfTheStandard(String target, String patch, String after) {
        assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(after));
    }

    @Test
    void applyingTwiceChangesNothingMoreAndNothingStaysNull() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            ObjectNode target = object(random, 3, false);
            ObjectNode patch = object(random, 3, true);
            String before = target.toString();

            ObjectNode once = MergePatch.apply(target, patch);

            assertThat(MergePatch.apply(once, patch)).as("seed %d", seed).isEqualTo(once);
            assertThat(MergePatch.apply(once, once)).as("seed %d", seed).isEqualTo(once);
            assertThat(target.toString()).as("seed %d", seed).isEqualTo(before);
            assertThat(once.findValues("deleted")).as("seed %d", seed).isEmpty();
            for (Map.Entry<String, JsonNode> entry : patch.properties()) {
                assertThat(once.has(entry.getKey()))
                        .as("seed %d: %s", seed, entry.getKey())
                        .isEqualTo(!entry.getValue().isNull());
            }
        }
    }

    private static ObjectNode object(Random random, int depth, boolean nulls) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        for (String name : new String[] {"a", "b", "c", "d"}) {
            switch (random.nextInt(5)) {
                case 0 -> object.put(name, random.nextInt(3));
                case 1 -> object.putArray(name).add(random.nextInt(3));
                case 2 -> {
                    if (nulls) {
                        object.putNull(name);
                    }
                }
                case 3 -> {
                    if (depth > 0) {
                        object.set(name, object(random, depth - 1, nulls));
                    }
                }
                default -> {
                    // The field is left out.
                }
            }
        }
        return object;
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
