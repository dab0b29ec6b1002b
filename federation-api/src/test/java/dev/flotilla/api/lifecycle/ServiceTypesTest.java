package dev.flotilla.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ServiceTypesTest {
    private static final ResourceType SERVICE = KubernetesSchema.get().all().stream()
            .filter(type -> type.group().isEmpty() && type.kind().equals("Service"))
            .findFirst()
            .orElseThrow();
    private static final String BALANCED = """
            {"type":"LoadBalancer","clusterIP":"10.0.0.1","externalTrafficPolicy":"Cluster",\
            "allocateLoadBalancerNodePorts":true,"ports":[{"port":80,"nodePort":30080}]}""";

    @Test
    void leavesBehindWhatOnlyALoadBalancerUses() {
        ObjectNode plain = service(BALANCED.replace("\"LoadBalancer\"", "\"ClusterIP\""));

        ServiceTypes.settle(SERVICE, service(BALANCED), plain);

        assertThat(plain.path("spec"))
                .hasToString("{\"type\":\"ClusterIP\",\"clusterIP\":\"10.0.0.1\",\"ports\":[{\"port\":80}]}");
    }

    @Test
    void keepsWhatTheSameWriteChanges() {
        ObjectNode plain =
                service(BALANCED.replace("\"LoadBalancer\"", "\"ClusterIP\"").replace("\"Cluster\"", "\"Local\""));

        ServiceTypes.settle(SERVICE, service(BALANCED), plain);

        assertThat(plain.at("/spec/externalTrafficPolicy").asString()).isEqualTo("Local");
    }

    @Test
    void givesTheAddressUpForAnExternalName() {
        ObjectNode external = service(BALANCED.replace("\"LoadBalancer\"", "\"ExternalName\""));

        ServiceTypes.settle(SERVICE, service(BALANCED), external);

        assertThat(external.path("spec").has("clusterIP")).isFalse();
    }

    @Test
    void changesNothingWhileTheTypeStays() {
        ObjectNode same = service(BALANCED);

        ServiceTypes.settle(SERVICE, service(BALANCED), same);

        assertThat(same).isEqualTo(service(BALANCED));
    }

    private static ObjectNode service(String spec) {
        return ObjectJson.parse(("{\"spec\":" + spec + "}").getBytes(StandardCharsets.UTF_8));
    }
}
