package dev.flotilla.api.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.custom.CustomResourceSchema;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class FederationTypesTest {
    private static final Map<String, String> OURS = Map.of(
            "policy.karmada.io_propagationpolicies.yaml", "PropagationPolicy",
            "policy.karmada.io_clusterpropagationpolicies.yaml", "ClusterPropagationPolicy",
            "policy.karmada.io_overridepolicies.yaml", "OverridePolicy",
            "policy.karmada.io_clusteroverridepolicies.yaml", "ClusterOverridePolicy",
            "policy.karmada.io_federatedresourcequotas.yaml", "FederatedResourceQuota",
            "apps.karmada.io_workloadrebalancers.yaml", "WorkloadRebalancer",
            "work.karmada.io_resourcebindings.yaml", "ResourceBinding",
            "work.karmada.io_clusterresourcebindings.yaml", "ClusterResourceBinding",
            "work.karmada.io_works.yaml", "Work");

    @Test
    void servesEveryKindUnderItsNames() {
        assertThat(FederationTypes.all())
                .extracting(ResourceType::kind)
                .containsExactly(
                        "PropagationPolicy",
                        "ClusterPropagationPolicy",
                        "OverridePolicy",
                        "ClusterOverridePolicy",
                        "FederatedResourceQuota",
                        "ResourceBinding",
                        "ClusterResourceBinding",
                        "Work",
                        "Cluster",
                        "WorkloadRebalancer",
                        "ResourceRegistry",
                        "DisasterRecoveryDrill",
                        "FailoverRun",
                        "GlobalTrafficPolicy",
                        "DNSEndpoint",
                        "SliceAssignment",
                        "HubNode");
        assertThat(FederationTypes.all()).allSatisfy(type -> {
            assertThat(type.categories().contains("karmada-io"))
                    .isEqualTo(type.group().endsWith(".karmada.io"));
            assertThat(type.hasStatus())
                    .isEqualTo(!type.group().equals("fleet.flotilla.dev")
                            && (!type.kind().endsWith("Policy") || type.group().equals("traffic.flotilla.dev")));
        });
    }

    @Test
    void defaultsAndRefusesBySchema() {
        Kind policy = FederationTypes.kinds().getFirst();
        CustomResourceSchema schema = CustomResourceSchema.compile(policy.kind(), policy.schema());
        ObjectNode object = ObjectJson.parse("""
                {"apiVersion":"policy.karmada.io/v1alpha1","kind":"PropagationPolicy","metadata":{"name":"a"},
                 "spec":{"resourceSelectors":[],"preemption":"Sometimes"}}""".getBytes(StandardCharsets.UTF_8));

        schema.applyDefaults(object);

        assertThat(object.at("/spec/conflictResolution").asString()).isEqualTo("Abort");
        assertThat(schema.validate(object))
                .extracting(error -> error.field())
                .containsExactlyInAnyOrder("spec.resourceSelectors", "spec.preemption");
    }

    @Test
    void acceptsEveryFieldOfKarmadasDefinitions() throws Exception {
        Optional<Path> folder = definitions();
        Assumptions.assumeTrue(folder.isPresent(), "skipped: no folder manifests/karmada-crds beside the project");
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> file : OURS.entrySet()) {
            JsonNode theirs = yaml(folder.orElseThrow().resolve(file.getKey()));
            Kind ours = FederationTypes.kinds().stream()
                    .filter(each -> each.kind().equals(file.getValue()))
                    .findFirst()
                    .orElseThrow();
            for (JsonNode version : theirs.at("/spec/versions")) {
                if (version.path("name").asString().equals(ours.version())) {
                    compare(file.getValue(), version.at("/schema/openAPIV3Schema"), ours.schema(), missing);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    private static void compare(String path, JsonNode theirs, JsonNode ours, List<String> missing) {
        if (ours.isMissingNode()) {
            missing.add(path);
            return;
        }
        if (!theirs.path("type").equals(ours.path("type"))
                && !theirs.path("type").isMissingNode()) {
            missing.add(path + " is of another type");
        }
        if (!Set.copyOf(theirs.path("enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList())
                .equals(Set.copyOf(
                        ours.path("enum").valueStream().map(JsonNode::asString).toList()))) {
            missing.add(path + " has other values");
        }
        for (String rule : List.of("default", "pattern", "maxLength", "minLength", "minItems")) {
            if (!theirs.path(rule).equals(ours.path(rule)) && theirs.has(rule)) {
                missing.add(path + " differs in " + rule);
            }
        }
        for (JsonNode required : ours.path("required")) {
            if (theirs.path("required").valueStream().noneMatch(required::equals)) {
                missing.add(path + "." + required.asString() + " need not be required");
            }
        }
        theirs.path("properties")
                .properties()
                .forEach(field -> compare(
                        path + "." + field.getKey(),
                        field.getValue(),
                        ours.path("properties").path(field.getKey()),
                        missing));
        if (theirs.path("items").isObject()) {
            compare(path + "[]", theirs.path("items"), ours.path("items"), missing);
        }
        if (theirs.path("additionalProperties").isObject()) {
            compare(path + "{}", theirs.path("additionalProperties"), ours.path("additionalProperties"), missing);
        }
    }

    private static Optional<Path> definitions() {
        return Stream.of(
                        System.getProperty("flotilla.karmada.crds", ""),
                        "../shared/manifests/karmada-crds",
                        "../../shared/manifests/karmada-crds")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static JsonNode yaml(Path file) throws Exception {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        return ObjectJson.mapper().valueToTree(loaded);
    }
}
