package dev.flotilla.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.types.FederationTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class SwaggerDocumentTest {
    private final ServedCatalog catalog =
            SnapshotCatalog.of(FederationTypes.customResourceDefinitions()).at(new InMemoryObjectStore().snapshot());
    private final JsonNode document = SwaggerDocument.of(catalog);

    @Test
    void spellsFieldsAsAClusterDoes() {
        JsonNode spec = definition("io.k8s.api.apps.v1.DeploymentSpec");

        assertThat(spec).isEqualTo(json("""
            {"type":"object","required":["selector","template"],"properties":{
             "minReadySeconds":{"type":"integer","format":"int32"},
             "paused":{"type":"boolean"},
             "progressDeadlineSeconds":{"type":"integer","format":"int32"},
             "replicas":{"type":"integer","format":"int32"},
             "revisionHistoryLimit":{"type":"integer","format":"int32"},
             "selector":{"$ref":"#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"},
             "strategy":{"$ref":"#/definitions/io.k8s.api.apps.v1.DeploymentStrategy",
                         "x-kubernetes-patch-strategy":"retainKeys"},
             "template":{"$ref":"#/definitions/io.k8s.api.core.v1.PodTemplateSpec"}}}\
            """));
    }

    @Test
    void saysHowListsAreMerged() {
        assertThat(definition("io.k8s.api.apps.v1.DeploymentStatus")
                        .path("properties")
                        .path("conditions"))
                .isEqualTo(json("""
                    {"type":"array","items":{"$ref":"#/definitions/io.k8s.api.apps.v1.DeploymentCondition"},
                     "x-kubernetes-list-map-keys":["type"],"x-kubernetes-list-type":"map",
                     "x-kubernetes-patch-merge-key":"type","x-kubernetes-patch-strategy":"merge"}\
                    """));
    }

    @Test
    void givesEveryPatchItsKindAndItsParameters() {
        List<String> lacking = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            JsonNode patch = path.getValue().path("patch");
            boolean complete = patch.path("x-kubernetes-group-version-kind").hasNonNull("kind")
                    && patch.path("parameters")
                            .valueStream()
                            .anyMatch(each -> each.path("name").asString("").equals("fieldValidation"));
            if (!patch.isMissingNode() && !complete) {
                lacking.add(path.getKey());
            }
        });

        assertThat(document.path("paths")
                        .has("/apis/policy.karmada.io/v1alpha1/namespaces/{namespace}" + "/propagationpolicies/{name}"))
                .isTrue();
        assertThat(lacking).isEmpty();
    }

    @Test
    void refersToNothingThatIsNotThere() {
        List<String> broken = document.findValues("$ref").stream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(reference -> !document.at(reference.substring(1)).isObject())
                .distinct()
                .toList();

        assertThat(broken).isEmpty();
    }

    @Test
    void givesOldClientsNoUntypedValueWithFieldsOrItems() {
        ObjectNode schema = json("""
            {"type":"object","required":["a","b"],"properties":{
             "a":{"type":"object","nullable":true,"properties":{"x":{"type":"string"}}},
             "b":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"x":{"type":"string"}}},
             "c":{"type":"array","x-kubernetes-preserve-unknown-fields":true,"items":{"type":"string"}},
             "d":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]},
             "e":{"type":"string","enum":["x"],"x-kubernetes-validations":[{"rule":"true"}]}}}\
            """);

        CustomSchemas.toV2(schema);

        assertThat(schema).isEqualTo(json("""
            {"type":"object","required":["b"],"properties":{
             "a":{},
             "b":{"x-kubernetes-preserve-unknown-fields":true},
             "c":{"x-kubernetes-preserve-unknown-fields":true},
             "d":{"x-kubernetes-int-or-string":true},
             "e":{"type":"string","enum":["x"],"x-kubernetes-validations":[{"rule":"true"}]}}}\
            """));
    }

    @Test
    void becomesGnosticsMessageWithoutLoss() {
        JsonNode back = GnosticReader.read(GnosticWriter.write(document));

        assertThat(reread(back)).isEqualTo(reread(document));
    }

    private static JsonNode reread(JsonNode tree) {
        return ObjectJson.mapper().readTree(tree.toString());
    }

    private JsonNode definition(String name) {
        return document.path("definitions").path(name);
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
