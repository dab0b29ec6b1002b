package dev.flotilla.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.GroupResource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KubernetesSchemaTest {
    private final KubernetesSchema schema = KubernetesSchema.get();

    @Test
    void knowsHowDeploymentsAreServed() {
        ResourceType deployments = schema.find("apps", "v1", "deployments").orElseThrow();

        assertThat(deployments.kind()).isEqualTo("Deployment");
        assertThat(deployments.singular()).isEqualTo("deployment");
        assertThat(deployments.namespaced()).isTrue();
        assertThat(deployments.shortNames()).containsExactly("deploy");
        assertThat(deployments.categories()).containsExactly("all");
        assertThat(deployments.hasGeneration()).isTrue();
        assertThat(deployments.subresource("scale").orElseThrow())
                .returns("autoscaling", ResourceType.Subresource::group)
                .returns("Scale", ResourceType.Subresource::kind);
    }

    @Test
    void servesStableVersionsOnlyWithThePreferredFirst() {
        assertThat(schema.all()).extracting(ResourceType::version).allMatch(version -> version.matches("v[0-9]+"));
        assertThat(schema.preferred(new GroupResource("autoscaling", "horizontalpodautoscalers")))
                .map(ResourceType::version)
                .contains("v2");
    }

    @Test
    void keepsListKeysDefaultsAndPatchStrategies() {
        TypeSchema.Struct container = schema.types().get("io.k8s.api.core.v1.Container");
        Field ports = container.field("ports").orElseThrow();

        assertThat(((TypeSchema.ListOf) ports.type()).kind()).isEqualTo(TypeSchema.ListKind.MAP);
        assertThat(((TypeSchema.ListOf) ports.type()).keys()).containsExactly("containerPort", "protocol");
        assertThat(ports.patchMergeKey()).contains("containerPort");
        TypeSchema.Struct port =
                (TypeSchema.Struct) ((TypeSchema.ListOf) ports.type()).item().resolved();
        assertThat(port.field("protocol")
                        .orElseThrow()
                        .defaultValue()
                        .orElseThrow()
                        .asString())
                .isEqualTo("TCP");
        TypeSchema.Struct pod = schema.types().get("io.k8s.api.core.v1.PodSpec");
        assertThat(pod.field("volumes").orElseThrow().patchStrategies()).containsExactly("merge", "retainKeys");
    }

    @Test
    void flattensInlinedStructsAndRemembersWhereProtobufNestsThem() {
        Field hostPath = schema.types()
                .get("io.k8s.api.core.v1.Volume")
                .field("hostPath")
                .orElseThrow();

        assertThat(hostPath.protobufNumber()).isEqualTo(1);
        assertThat(hostPath.go().inlinedNumbers()).containsExactly(2);
        assertThat(hostPath.go().inlined()).containsExactly("VolumeSource");
    }

    @Test
    void resolvesRecursiveTypes() {
        TypeSchema.Struct props =
                schema.types().get("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");

        TypeSchema.MapOf properties =
                (TypeSchema.MapOf) props.field("properties").orElseThrow().type();

        assertThat(properties.value().resolved()).isSameAs(props);
    }

    @Test
    void resolvesEveryReference() {
        for (TypeSchema.Struct struct : schema.types().values()) {
            for (Field field : struct.fields().values()) {
                assertThat(field.type().resolved())
                        .as(struct.name() + "." + field.name())
                        .isNotNull();
                assertThat(field.go().type())
                        .as(struct.name() + "." + field.name())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void findsKindsThatAreNoResources() {
        assertThat(schema.kind("apps/v1", "DeleteOptions"))
                .map(TypeSchema.Struct::name)
                .contains("DeleteOptions");
        assertThat(schema.kind("autoscaling/v1", "Scale")).isPresent();
        assertThat(schema.kind("policy/v1", "Eviction")).isPresent();
        assertThat(schema.kind("authentication.k8s.io/v1", "TokenRequest")).isPresent();
        assertThat(schema.kind("v1", "PodList")).isPresent();
        assertThat(schema.kind("apps/v1", "Pod")).isEmpty();
    }

    @Test
    void tellsHowWritesAreTreated() {
        assertThat(schema.facts(new GroupResource("coordination.k8s.io", "leases"))
                        .orElseThrow())
                .returns(true, ResourceFacts::requiresVersionOnUpdate)
                .returns(true, ResourceFacts::createsOnUpdate);
        assertThat(schema.facts(new GroupResource("", "pods")).orElseThrow())
                .returns(true, ResourceFacts::returnsDeleted)
                .returns(List.of("status"), ResourceFacts::resetFields);
        assertThat(schema.facts(new GroupResource("apps", "deployments"))
                        .orElseThrow()
                        .columns())
                .extracting(ResourceFacts.Column::name)
                .startsWith("Name", "Ready", "Up-to-date", "Available", "Age");
    }
}
