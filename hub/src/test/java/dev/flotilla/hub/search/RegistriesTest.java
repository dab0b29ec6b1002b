package dev.flotilla.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterSpec;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.search.ResourceRegistrySpec;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ResourcePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RegistriesTest {
    private static final List<Cluster> FLEET = List.of(cluster("b", false), cluster("a", false), cluster("c", true));
    private static final ResourceRegistrySpec POLICIES_OF_B = ResourceRegistrySpec.of(json("""
            {"spec":{"targetCluster":{"clusterNames":["b"]},
                     "resourceSelectors":[{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy"},
                                          {"apiVersion":"v1","kind":"Pod","namespace":"shop"}]}}"""));

    @Test
    void asksEveryMemberThatStaysForWhatNoRegistrySelects() {
        assertThat(clusters("/api/v1/services")).containsExactly("a", "b");
        assertThat(clusters("/apis/apps/v1/namespaces/shop/deployments")).containsExactly("a", "b");
    }

    @Test
    void asksTheChosenOnesForWhatARegistrySelects() {
        assertThat(clusters("/apis/networking.k8s.io/v1/networkpolicies")).containsExactly("b");
        assertThat(clusters("/api/v1/namespaces/shop/pods")).containsExactly("b");
        assertThat(clusters("/api/v1/namespaces/other/pods")).containsExactly("a", "b");
    }

    private static List<String> clusters(String path) {
        return Registries.clusters(
                List.of(POLICIES_OF_B), FLEET, ResourcePath.parse(path).orElseThrow());
    }

    private static Cluster cluster(String name, boolean terminating) {
        ObjectNode tree = json("{\"spec\":{\"syncMode\":\"Push\"}}");
        return new Cluster(name, Map.of(), terminating, ClusterSpec.of(tree), ClusterStatus.of(tree));
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
