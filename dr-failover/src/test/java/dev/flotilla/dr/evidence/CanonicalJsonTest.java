package dev.flotilla.dr.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CanonicalJsonTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long SEED = 20261126;

    @Test
    void sortsFieldsAndLeavesOutWhiteSpace() {
        assertThat(canonical("{ \"b\" : [ 1, -0, 2000000000000 ], \"a\" : { } , \"B\": null, \"ä\": true }"))
                .isEqualTo("{\"B\":null,\"a\":{},\"b\":[1,0,2000000000000],\"ä\":true}");
    }

    @Test
    void escapesWhatJsonDemandsAndNothingElse() {
        assertThat(canonical("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\/\\u00e9\\u2028\\ud83d\\ude80\\ud800\""))
                .isEqualTo("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/é\u2028🚀\ufffd\"");
    }

    @Test
    void laysThePrettyFormOutInOneWay() {
        String pretty = CanonicalJson.pretty(JSON.readTree("{\"b\":[1,{}],\"a\":{\"c\":[]}}"));

        assertThat(pretty).isEqualTo("""
                {
                  "a": {
                    "c": []
                  },
                  "b": [
                    1,
                    {}
                  ]
                }
                """);
    }

    @Test
    void refusesFractions() {
        assertThatThrownBy(() -> canonical("1.5")).hasMessageContaining("no canonical form");
    }

    @Test
    void writesEveryTimeWithThreeDigits() {
        assertThat(CanonicalJson.time(Instant.parse("2026-11-26T05:00:00Z"))).isEqualTo("2026-11-26T05:00:00.000Z");
    }

    @Test
    void isReadBackAsTheSameTreeAndWrittenTheSame() {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            JsonNode tree = tree(random, 4);
            byte[] bytes = CanonicalJson.bytes(tree);

            JsonNode compact = JSON.readTree(bytes);
            JsonNode pretty = JSON.readTree(CanonicalJson.pretty(tree));

            assertThat(CanonicalJson.bytes(compact))
                    .as("seed %s, tree %s", SEED, i)
                    .isEqualTo(bytes);
            assertThat(CanonicalJson.bytes(pretty))
                    .as("seed %s, tree %s", SEED, i)
                    .isEqualTo(bytes);
        }
    }

    private static String canonical(String json) {
        return new String(CanonicalJson.bytes(JSON.readTree(json)), StandardCharsets.UTF_8);
    }

    private static JsonNode tree(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> nodes.numberNode(random.nextLong());
            case 1 -> nodes.stringNode(text(random));
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.nullNode();
            case 4 -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), tree(random, depth - 1));
                }
                yield object;
            }
        };
    }

    /** Any characters, those outside the basic plane too. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int point = random.nextInt(random.nextBoolean() ? 128 : Character.MAX_CODE_POINT);
            text.appendCodePoint(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 'x' : point);
        }
        return text.toString();
    }
}
