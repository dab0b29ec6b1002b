package dev.flotilla.api.schema.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.store.ObjectJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DefaultsTest {
    /** What {@code tools/kube-schema/golden} wrote with a kube-apiserver's own defaulting. */
    static Stream<Arguments> documents() throws IOException {
        try (InputStream stream = DefaultsTest.class.getResourceAsStream("defaults.json")) {
            List<Arguments> all = new ArrayList<>();
            ObjectJson.mapper()
                    .readTree(stream)
                    .forEach(each -> all.add(Arguments.of(each.path("name").asString(), each)));
            return all.stream();
        }
    }

    private static ObjectNode defaulted(ObjectNode input) {
        String apiVersion = input.path("apiVersion").asString();
        String kind = input.path("kind").asString();
        Expected expected = Expected.builtIn(apiVersion, kind);
        String type = KubernetesSchema.get().kindName(apiVersion, kind).orElseThrow();
        return Defaults.apply(Decoder.decode(input, expected).object(), type, expected.schema());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void completesAsKubernetesDoes(String name, JsonNode golden) {
        ObjectNode input = (ObjectNode) golden.path("input");

        ObjectNode completed = defaulted(input.deepCopy());

        assertThat(completed.toPrettyString()).isEqualTo(golden.path("json").toPrettyString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void changesNothingTheSecondTime(String name, JsonNode golden) {
        ObjectNode once = defaulted((ObjectNode) golden.path("input").deepCopy());

        ObjectNode twice = defaulted(once.deepCopy());

        assertThat(twice.toPrettyString()).isEqualTo(once.toPrettyString());
    }

    @ParameterizedTest
    @CsvSource({
        "nginx,Always",
        "nginx:latest,Always",
        "nginx:1,IfNotPresent",
        "r.io:5000/x,Always",
        "r.io:5000/x:1,IfNotPresent",
        "'',IfNotPresent",
        "UPPER,IfNotPresent",
        "a b,IfNotPresent"
    })
    void pullsTheLatestAlways(String image, String policy) {
        assertThat(PodDefaults.pullPolicy(image)).isEqualTo(policy);
    }

    @Test
    void fillsInWhatCustomResourceDefinitionsLeaveOut() {
        ObjectNode definition = ObjectJson.mapper().createObjectNode();
        definition.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        ObjectNode spec = definition.putObject("spec");
        spec.putObject("names").put("plural", "widgets").put("kind", "Widget");
        spec.putArray("versions").addObject().put("name", "v1").put("storage", true);

        ObjectNode completed = defaulted(definition);

        assertThat(completed.at("/spec/names/singular").asString()).isEqualTo("widget");
        assertThat(completed.at("/spec/names/listKind").asString()).isEqualTo("WidgetList");
        assertThat(completed.at("/spec/conversion/strategy").asString()).isEqualTo("None");
        assertThat(completed.at("/status/storedVersions/0").asString()).isEqualTo("v1");
    }
}
