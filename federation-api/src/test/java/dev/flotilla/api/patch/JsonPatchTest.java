package dev.flotilla.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class JsonPatchTest {
    private static final String TARGET = "{\"a\":1,\"l\":[1,2],\"o\":{\"b/c\":1}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"op":"add","path":"/z","value":{"y":[]}}] | {"a":1,"l":[1,2],"o":{"b/c":1},"z":{"y":[]}}
            [{"op":"add","path":"/l/-","value":3}] | {"a":1,"l":[1,2,3],"o":{"b/c":1}}
            [{"op":"add","path":"/l/0","value":3}] | {"a":1,"l":[3,1,2],"o":{"b/c":1}}
            [{"op":"remove","path":"/l/0"}] | {"a":1,"l":[2],"o":{"b/c":1}}
            [{"op":"replace","path":"/a","value":null}] | {"a":null,"l":[1,2],"o":{"b/c":1}}
            [{"op":"move","from":"/o/b~1c","path":"/m"}] | {"a":1,"l":[1,2],"o":{},"m":1}
            [{"op":"copy","from":"/o","path":"/p"},{"op":"add","path":"/p/q","value":2}] | {"a":1,"l":[1,2],"o":{"b/c":1},"p":{"b/c":1,"q":2}}
            [{"op":"test","path":"/a","value":1.0}] | {"a":1,"l":[1,2],"o":{"b/c":1}}
            [{"op":"test","path":"/none","value":null}] | {"a":1,"l":[1,2],"o":{"b/c":1}}
            """)
    void appliesEachOperation(String patch, String after) {
        ObjectNode before = json(TARGET);

        assertThat(apply(before, patch)).isEqualTo(json(after));
        assertThat(before).isEqualTo(json(TARGET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]",
                "[{\"op\":\"remove\",\"path\":\"/none\"}]",
                "[{\"op\":\"add\",\"path\":\"/none/x\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/l/9\",\"value\":1}]",
                "[{\"op\":\"replace\",\"path\":\"/l/x\",\"value\":1}]",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":1}]",
                "[{\"op\":\"move\",\"from\":\"/none\",\"path\":\"/z\"}]",
                "[{\"op\":\"add\",\"path\":\"/z\",\"value\":1},{\"op\":\"frob\",\"path\":\"/z\"}]"
            })
    void oneThatFailsFailsThePatch(String patch) {
        refused(patch, 422, "the server rejected our request due to an error in our request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"op":"replace","path":"/none","value":1}] | /none | 1
            [{"op":"replace","path":"/a"}]              | /a    | null
            [{"op":"add","path":"/none"}]               | /none | null
            [{"op":"copy","from":"/none","path":"/a"}]  | /a    | null
            """)
    void takesWhatIsLeftOutForNull(String patch, String path, String expected) {
        assertThat(apply(json(TARGET), patch).at(path)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"{},object,[]handlers.jsonPatchOp", "[5],number,handlers.jsonPatchOp"})
    void whatIsNoPatchCannotBeDecoded(String patch, String found, String expected) {
        refused(
                patch,
                400,
                "error decoding patch: json: cannot unmarshal " + found + " into Go value of type " + expected);
    }

    private static void refused(String patch, int code, String message) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply(json(TARGET), patch))
                .satisfies(refusal -> {
                    assertThat(refusal.status().message()).isEqualTo(message);
                    assertThat(refusal.status().code()).isEqualTo(code);
                });
    }

    private static ObjectNode apply(ObjectNode target, String patch) {
        return JsonPatch.apply(target, ObjectJson.mapper().readTree(patch));
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
