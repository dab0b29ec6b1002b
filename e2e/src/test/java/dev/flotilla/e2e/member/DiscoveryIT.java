package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a server says of the kinds it serves. */
@MemberContract
@Section("2.2")
record DiscoveryIT(Member member) {
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    @Test
    void listsVersionsAndGroups() {
        Answer core = member.api().get("/api").expect(200);
        Answer groups = member.api().get("/apis").expect(200);

        assertThat(core.at("/versions").toString()).isEqualTo("[\"v1\"]");
        assertThat(groups.text("/kind")).isEqualTo("APIGroupList");
        assertThat(groups.at("/groups")
                        .valueStream()
                        .map(group -> group.path("name").asString()))
                .contains("apps", "batch", "networking.k8s.io", "apiextensions.k8s.io", "rbac.authorization.k8s.io");
    }

    @Test
    void describesAGroup() {
        Answer group = member.api().get("/apis/apps").expect(200);

        assertThat(group.text("/kind")).isEqualTo("APIGroup");
        assertThat(group.at("/preferredVersion").toString())
                .isEqualTo("{\"groupVersion\":\"apps/v1\",\"version\":\"v1\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /apis/apps/v1  | deployments        | deployment | Deployment | true
            /apis/apps/v1  | statefulsets       | statefulset | StatefulSet | true
            /apis/batch/v1 | jobs               | job | Job | true
            /api/v1        | namespaces         | namespace | Namespace | false
            /api/v1        | services           | service | Service | true
            /api/v1        | configmaps         | configmap | ConfigMap | true
            """)
    void describesKinds(String path, String plural, String singular, String kind, boolean namespaced) {
        JsonNode resource = resource(path, plural);

        assertThat(resource.path("singularName").asString()).isEqualTo(singular);
        assertThat(resource.path("kind").asString()).isEqualTo(kind);
        assertThat(resource.path("namespaced").asBoolean()).isEqualTo(namespaced);
        assertThat(resource.path("verbs").toString())
                .contains("\"create\"", "\"delete\"", "\"get\"", "\"list\"", "\"patch\"", "\"update\"", "\"watch\"");
    }

    @Test
    void describesSubresources() {
        JsonNode scale = resource("/apis/apps/v1", "deployments/scale");

        assertThat(scale.path("group").asString()).isEqualTo("autoscaling");
        assertThat(scale.path("version").asString()).isEqualTo("v1");
        assertThat(scale.path("kind").asString()).isEqualTo("Scale");
        assertThat(resource("/apis/apps/v1", "deployments/status").path("kind").asString())
                .isEqualTo("Deployment");
    }

    @Test
    @Section("2.3")
    void describesEverythingAtOnceOnRequest() {
        Answer answer = member.api().get("/apis", AGGREGATED).expect(200);

        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(answer.text("/kind")).isEqualTo("APIGroupDiscoveryList");
        JsonNode deployments = answer.at("/items")
                .valueStream()
                .filter(group -> group.at("/metadata/name").asString().equals("apps"))
                .flatMap(group -> group.at("/versions/0/resources").valueStream())
                .filter(resource -> resource.path("resource").asString().equals("deployments"))
                .findFirst()
                .orElseThrow();
        assertThat(deployments.path("shortNames").toString()).isEqualTo("[\"deploy\"]");
        assertThat(deployments.path("categories").toString()).isEqualTo("[\"all\"]");
        assertThat(deployments.path("scope").asString()).isEqualTo("Namespaced");
    }

    @Test
    @Section("2.4")
    void namesTheSchemasOfEachGroup() {
        Answer index = member.api().get("/openapi/v3").expect(200);

        String apps = index.at("/paths")
                .path("apis/apps/v1")
                .path("serverRelativeURL")
                .asString("");
        assertThat(apps).startsWith("/openapi/v3/apis/apps/v1?hash=");
        assertThat(member.api().get(apps).expect(200).at("/components/schemas").has("io.k8s.api.apps.v1.Deployment"))
                .isTrue();
    }

    private JsonNode resource(String path, String name) {
        return member.api()
                .get(path)
                .expect(200)
                .at("/resources")
                .valueStream()
                .filter(resource -> resource.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " serves no " + name));
    }
}
