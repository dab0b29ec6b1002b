package dev.flotilla.api.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The cases that {@code tools/kube-schema} wrote with Kubernetes' own decoders. */
final class GoldenDecodeTest {
    static Stream<Arguments> documents() throws IOException {
        return cases("decode.json").map(each -> Arguments.of(each.path("name").asString(), each));
    }

    static Stream<Arguments> messages() throws IOException {
        return cases("protobuf.json")
                .map(each -> Arguments.of(
                        each.path("apiVersion").asString() + " "
                                + each.path("kind").asString(),
                        each));
    }

    private static Stream<JsonNode> cases(String file) throws IOException {
        try (InputStream stream = GoldenDecodeTest.class.getResourceAsStream(file)) {
            assertThat(stream).as("run tools/kube-schema to write " + file).isNotNull();
            List<JsonNode> all = new ArrayList<>();
            ObjectJson.mapper().readTree(stream).forEach(all::add);
            return all.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void readsJsonAsKubernetesDoes(String name, JsonNode golden) {
        byte[] input = golden.path("input").asString().getBytes(StandardCharsets.UTF_8);
        if (golden.has("error")) {
            assertThatThrownBy(() -> decode(input))
                    .isInstanceOf(StatusException.class)
                    .hasMessageContaining(golden.path("error").asString());
            return;
        }

        Decoded decoded = decode(input);

        if (golden.has("json")) {
            assertThat(decoded.object().toString())
                    .isEqualTo(golden.path("json").toString());
        }
        List<String> strict = new ArrayList<>();
        golden.path("strict").forEach(each -> strict.add(each.asString()));
        assertThat(decoded.problems()).containsExactlyElementsOf(strict);
    }

    /** What the document itself says it is, is what is expected. */
    private static Decoded decode(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Matcher kind = Pattern.compile("\"kind\":\"(\\w+)\"").matcher(text);
        Matcher version = Pattern.compile("\"apiVersion\":\"([^\"]+)\"").matcher(text);
        boolean named = kind.find()
                && version.find()
                && KubernetesSchema.get().kind(version.group(1), kind.group(1)).isPresent();
        return Decoder.decode(
                input,
                Decoder.Form.JSON,
                named ? Expected.builtIn(version.group(1), kind.group(1)) : Expected.builtIn("v1", "ConfigMap"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void readsProtobufIntoTheTreeThatJsonGives(String name, JsonNode golden) {
        byte[] wire = Base64.getDecoder().decode(golden.path("protobuf").asString());
        Expected expected = Expected.builtIn(
                golden.path("apiVersion").asString(), golden.path("kind").asString());

        Decoded decoded = Decoder.decode(wire, Decoder.Form.PROTOBUF, expected);

        assertThat(decoded.object().toString()).isEqualTo(golden.path("json").toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void writesAgainWhatItHasRead(String name, JsonNode golden) {
        Expected expected = Expected.builtIn(
                golden.path("apiVersion").asString(), golden.path("kind").asString());
        ObjectNode once = (ObjectNode) golden.path("json");

        Decoded again = Decoder.decode(once.deepCopy(), expected);

        assertThat(again.problems()).isEmpty();
        assertThat(again.object().toString()).isEqualTo(once.toString());
    }
}
