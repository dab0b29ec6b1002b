package dev.flotilla.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class FleetDiscoveryTest {
    private static final String HUB = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[
              {"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},
               "scope":"Namespaced","singularResource":"deployment","verbs":["get"],"shortNames":["deploy"]}]}]}]}""";
    private static final String MEMBER = """
            {"items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[
              {"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},
               "scope":"Namespaced","verbs":["watch"],"subresources":[
                 {"subresource":"scale","responseKind":{"group":"autoscaling","version":"v1","kind":"Scale"},
                  "verbs":["get"]}]}]}]},
             {"metadata":{"name":"example.com"},"versions":[{"version":"v1","resources":[
              {"resource":"widgets","responseKind":{"group":"example.com","version":"v1","kind":"Widget"},
               "scope":"Cluster","singularResource":"widget","verbs":["list"]}]}]}]}""";

    @Test
    void addsWhatMembersServeBeyondTheHub() {
        ObjectNode merged = FleetDiscovery.merged(json(HUB), List.of(json(MEMBER), json(MEMBER)));

        assertThat(merged.path("items")).hasSize(2);
        assertThat(merged.at("/items/0/versions/0/resources")).hasSize(1);
        assertThat(merged.at("/items/0/versions/0/resources/0/verbs").toString())
                .isEqualTo("[\"get\"]");
        assertThat(merged.at("/items/0/versions/0/resources/0/subresources")).hasSize(1);
        assertThat(merged.at("/items/1/metadata/name").asString("")).isEqualTo("example.com");
    }

    @Test
    void givesTheOlderFormsOfTheSameDocument() {
        ObjectNode merged = FleetDiscovery.merged(json(HUB), List.of(json(MEMBER)));

        assertThat(FleetDiscovery.groups(merged)
                        .at("/groups/1/preferredVersion/groupVersion")
                        .asString(""))
                .isEqualTo("example.com/v1");
        assertThat(FleetDiscovery.group(merged, "nosuch")).isNull();
        assertThat(FleetDiscovery.resources(merged, "apps", "v2")).isNull();
        assertThat(String.valueOf(FleetDiscovery.resources(merged, "apps", "v1")))
                .contains("{\"name\":\"deployments\",\"singularName\":\"deployment\",\"namespaced\":true,"
                        + "\"kind\":\"Deployment\",\"verbs\":[\"get\"],\"shortNames\":[\"deploy\"]}")
                .contains("{\"name\":\"deployments/scale\",\"singularName\":\"\",\"namespaced\":true,"
                        + "\"group\":\"autoscaling\",\"version\":\"v1\",\"kind\":\"Scale\",\"verbs\":[\"get\"]}");
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
