package dev.flotilla.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class StrategicMergePatchTest {
    private static final TypeSchema POD =
            KubernetesSchema.get().kind("v1", "Pod").orElseThrow();
    private static final TypeSchema DEPLOYMENT =
            KubernetesSchema.get().kind("apps/v1", "Deployment").orElseThrow();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            items merge by key            | [{"name":"a","image":"1"},{"name":"b"}] | "containers":[{"name":"a","image":"2"}] | [{"name":"a","image":"2"},{"name":"b"}]
            new items come first          | [{"name":"a"}]                          | "containers":[{"name":"c","image":"3"}] | [{"name":"c","image":"3"},{"name":"a"}]
            an item is deleted            | [{"name":"a"},{"name":"b"}]             | "containers":[{"name":"b","$patch":"delete"}] | [{"name":"a"}]
            the list is replaced          | [{"name":"a"},{"name":"b"}]             | "containers":[{"$patch":"replace"},{"name":"z"}] | [{"name":"z"}]
            an order is set               | [{"name":"a"},{"name":"b"},{"name":"c"}] | "$setElementOrder/containers":[{"name":"c"},{"name":"a"}] | [{"name":"b"},{"name":"c"},{"name":"a"}]
            order and items together      | [{"name":"a"},{"name":"b"}]             | "$setElementOrder/containers":[{"name":"n"},{"name":"a"}],"containers":[{"name":"n"}] | [{"name":"n"},{"name":"a"},{"name":"b"}]
            atomic lists are replaced     | [{"name":"a","args":["x","y"]}]         | "containers":[{"name":"a","args":["z"]}] | [{"name":"a","args":["z"]}]
            null removes                  | [{"name":"a","image":"1"}]              | "containers":[{"name":"a","image":null}] | [{"name":"a"}]
            ports merge by containerPort  | [{"name":"a","ports":[{"containerPort":1,"name":"x"}]}] | "containers":[{"name":"a","ports":[{"containerPort":1,"protocol":"UDP"}]}] | [{"name":"a","ports":[{"containerPort":1,"name":"x","protocol":"UDP"}]}]
            """)
    void mergesListsByTheirKey(String name, String before, String patch, String after) {
        assertThat(name).isNotEmpty();
        ObjectNode patched = patch(POD, "{\"spec\":{\"containers\":" + before + "}}", "{\"spec\":{" + patch + "}}");

        assertThat(patched.path("spec").path("containers").toString()).isEqualTo(after);
    }

    @Test
    void primitiveListsUniteAndLoseWhatTheDirectiveNames() {
        ObjectNode patched = patch(
                POD,
                "{\"metadata\":{\"finalizers\":[\"a/a\",\"b/b\"]}}",
                "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"a/a\"],\"finalizers\":[\"c/c\",\"b/b\"]}}");

        assertThat(patched.path("metadata").path("finalizers").toString())
                .contains("b/b", "c/c")
                .doesNotContain("a/a");
    }

    @Test
    void retainedKeysLeaveNoOthers() {
        ObjectNode patched = patch(
                DEPLOYMENT,
                "{\"spec\":{\"strategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":1}}}}",
                "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"Recreate\"}}}");

        assertThat(patched.path("spec").path("strategy").toString()).isEqualTo("{\"type\":\"Recreate\"}");
    }

    @Test
    void mapsAreReplacedOrEmptiedByDirective() {
        String before = "{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}}";

        assertThat(patch(POD, before, "{\"metadata\":{\"labels\":{\"$patch\":\"replace\",\"c\":\"3\"}}}")
                        .toString())
                .isEqualTo("{\"metadata\":{\"labels\":{\"c\":\"3\"}}}");
        assertThat(patch(POD, before, "{\"metadata\":{\"labels\":{\"$patch\":\"delete\"}}}")
                        .toString())
                .isEqualTo("{\"metadata\":{\"labels\":{}}}");
    }

    @Test
    void directivesLeaveNoTraceWhereNothingWas() {
        ObjectNode patched = patch(
                POD,
                "{}",
                "{\"spec\":{\"$setElementOrder/containers\":[{\"name\":\"a\"}],"
                        + "\"containers\":[{\"name\":\"a\",\"x\":null},{\"name\":\"b\",\"$patch\":\"delete\"}]}}");

        assertThat(patched.toString()).isEqualTo("{\"spec\":{\"containers\":[{\"name\":\"a\"}]}}");
    }

    @Test
    void anItemThatIsNewComesWithTheDirectivesInsideIt() {
        String added =
                "{\"spec\":{\"containers\":[{\"name\":\"b\",\"livenessProbe\":{\"httpGet\":{\"$patch\":\"delete\"}}}]}}";

        assertThat(patch(POD, "{\"spec\":{\"containers\":[{\"name\":\"a\"}]}}", added)
                        .path("spec")
                        .path("containers")
                        .get(0)
                        .toString())
                .as("decoding leaves an empty httpGet of it, which validation refuses, as Kubernetes' does")
                .isEqualTo("{\"name\":\"b\",\"livenessProbe\":{\"httpGet\":{\"$patch\":\"delete\"}}}");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            {"data":{"$patch":"merge"}} | 500 | unknown patch type: merge in map: map[$patch:merge]
            {"data":{"$retainKeys":["a"],"b":"1"}} | 400 | invalid patch format of retainKeys
            {"data":{"$retainKeys":5}} | 400 | invalid patch format of retainKeys
            {"metadata":{"$setElementOrder/finalizers":7}} | 400 | invalid patch format of setElementOrder list
            """)
    void refusesMalformedPatches(String patch, int code, String message) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> patch(
                        KubernetesSchema.get().kind("v1", "ConfigMap").orElseThrow(),
                        "{\"data\":{\"a\":\"1\"},\"metadata\":{\"finalizers\":[]}}",
                        patch))
                .satisfies(refusal -> {
                    assertThat(refusal.status().message()).isEqualTo(message);
                    assertThat(refusal.status().code()).isEqualTo(code);
                });
    }

    private static ObjectNode patch(TypeSchema type, String target, String patch) {
        ObjectNode before = json(target);
        ObjectNode patched = StrategicMergePatch.apply(before, json(patch), type);
        assertThat(before).as("the target is left as it was").isEqualTo(json(target));
        return patched;
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
