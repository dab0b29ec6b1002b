package dev.flotilla.api.schema.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.schema.defaults.Defaults;
import dev.flotilla.api.status.FieldError;
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

final class ValidationTest {
    /** What {@code tools/kube-schema/golden} wrote with a kube-apiserver's own validation. */
    static Stream<Arguments> documents() throws IOException {
        try (InputStream stream = ValidationTest.class.getResourceAsStream("validation.json")) {
            List<Arguments> all = new ArrayList<>();
            ObjectJson.mapper()
                    .readTree(stream)
                    .forEach(each -> all.add(Arguments.of(each.path("name").asString(), each)));
            return all.stream();
        }
    }

    private static ResourceType type(JsonNode object) {
        return KubernetesSchema.get()
                .forKind(
                        object.path("apiVersion").asString(),
                        object.path("kind").asString())
                .orElseThrow();
    }

    private static ObjectNode completed(JsonNode input) {
        ResourceType type = type(input);
        String name =
                KubernetesSchema.get().kindName(type.apiVersion(), type.kind()).orElseThrow();
        Expected expected = Expected.of(type);
        ObjectNode decoded =
                Decoder.decode((ObjectNode) input.deepCopy(), expected).object();
        return Defaults.apply(decoded, name, expected.schema());
    }

    private static List<FieldError> errors(JsonNode golden) {
        ObjectNode input = completed(golden.path("input"));
        ResourceType type = type(input);
        List<FieldError> errors = new ArrayList<>();
        if (golden.has("old")) {
            errors.addAll(Validation.metadata(input));
            errors.addAll(Validation.update(type, completed(golden.path("old")), input));
        } else {
            errors.addAll(Validation.metadata(type, input));
            errors.addAll(Validation.create(type, input));
        }
        return errors;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void judgesAsKubernetesDoes(String name, JsonNode golden) {
        List<String> expected = new ArrayList<>();
        for (JsonNode cause : golden.path("causes")) {
            expected.add(comparable(
                    cause.path("reason").asString(),
                    cause.path("field").asString(),
                    cause.path("message").asString()));
        }

        List<String> actual = errors(golden).stream()
                .map(error -> comparable(error.reason().label(), error.field(), error.detail()))
                .toList();

        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Where Kubernetes prints a Go struct of its own, its fields' names cannot be ours: the value is left out. */
    private static String comparable(String reason, String field, String message) {
        boolean goStruct = message.matches("(?s)[A-Z][a-z]+ value: \\{.*");
        String text = goStruct ? message.replaceFirst("(?s): \\{.*\\}", "") : message;
        return reason + " " + field + ": " + text;
    }

    @Test
    void refusesTooLargeConfigMapsAndAnnotations() {
        ObjectNode map =
                ObjectJson.mapper().createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", "c").putObject("annotations").put("a", "x".repeat(262_145));
        map.putObject("data").put("a", "x".repeat((1 << 20) + 1));

        assertThat(Validation.metadata(completed(map)))
                .extracting(FieldError::message)
                .containsExactly("metadata.annotations: Too long: may not be more than 262144 bytes");
        assertThat(Validation.create(type(map), completed(map)))
                .extracting(FieldError::message)
                .containsExactly(": Too long: may not be more than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */5 * * * *    |
            @every 1h30m   |
            0 0 1 jan sun  |
            60 * * * *     | end of range (60) above maximum (59): 60
            * * 0 * *      | beginning of range (0) below minimum (1): 0
            */0 * * * *    | step of range should be a positive number: */0
            5-1 * * * *    | beginning of range (5) beyond end of range (1): 5-1
            x * * * *      | failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax
            @often         | unrecognized descriptor: @often
            """)
    void knowsSchedules(String schedule, String complaint) {
        assertThat(CronSchedule.complaint(schedule).orElse(null)).isEqualTo(complaint);
    }

    @Test
    void refusesChangesToARunningPod() {
        ObjectNode before = completed(ObjectJson.mapper().readTree("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x:1"}]}}"""));
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.at("/spec/containers/0")).put("workingDir", "/x");

        assertThat(Validation.update(type(before), before, after))
                .singleElement()
                .returns("spec", FieldError::field)
                .returns(FieldError.Reason.FORBIDDEN, FieldError::reason);
    }

    @Test
    void letsStatusAndLabelsOfAnObjectChangeThatWouldNotBeLetInToday() {
        ObjectNode before = completed(ObjectJson.mapper().readTree("""
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{}}"""));
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.path("metadata")).putObject("labels").put("a", "b");

        assertThat(Validation.create(type(before), before)).isNotEmpty();
        assertThat(Validation.update(type(before), before, after)).isEmpty();
    }
}
