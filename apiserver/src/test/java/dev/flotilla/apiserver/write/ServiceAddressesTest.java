package dev.flotilla.apiserver.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ServiceAddressesTest {
    private static final ResourceType SERVICES =
            KubernetesSchema.get().find("", "v1", "services").orElseThrow();

    private static ObjectNode service(String name, String spec) {
        return ObjectJson.mapper()
                .readValue(
                        ("{'metadata':{'namespace':'n','name':'" + name + "'},'spec':" + spec + "}").replace('\'', '"'),
                        ObjectNode.class);
    }

    private static ObjectNode allocated(ObjectNode service) {
        return ServiceAddresses.nominal("10.96.0.0", 12)
                .allocating(new InMemoryObjectStore()::snapshot, SERVICES, service, Function.identity());
    }

    @Test
    void nominalOnesFollowFromTheName() {
        String address = allocated(service("a", "{}")).at("/spec/clusterIP").asString();

        assertThat(address).startsWith("10.").isNotEqualTo("10.96.0.0");
        assertThat(allocated(service("a", "{'type':'NodePort'}"))
                        .at("/spec/clusterIP")
                        .asString())
                .isEqualTo(address);
        assertThat(allocated(service("b", "{}")).at("/spec/clusterIP").asString())
                .isNotEqualTo(address);
        assertThat(allocated(service("a", "{}")).at("/spec/clusterIPs/0").asString())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'clusterIP':'None'}", "{'clusterIP':'10.1.1.1'}", "{'type':'ExternalName','externalName':'x'}"
            })
    void nominalOnesLeaveWhatIsSaidAlone(String spec) {
        assertThat(allocated(service("a", spec))).isEqualTo(service("a", spec));
    }

    @Test
    void nominalOnesChooseNoFamily() {
        ObjectNode spec = (ObjectNode) allocated(service("a", "{}")).path("spec");

        assertThat(spec.propertyNames()).containsExactlyInAnyOrder("clusterIP", "clusterIPs");
    }
}
