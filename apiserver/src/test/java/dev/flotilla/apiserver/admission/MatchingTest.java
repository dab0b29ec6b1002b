package dev.flotilla.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MatchingTest {
    private static final ResourceType DEPLOYMENTS = type("apps", "v1", "deployments");
    private static final ResourceType NODES = type("", "v1", "nodes");
    private static final ResourceType NAMESPACES = type("", "v1", "namespaces");
    private static final String ANYTHING =
            "{'rules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*/*']}]";

    private static final Matching.Surroundings AROUND = new Matching.Surroundings() {
        @Override
        public Optional<Map<String, String>> namespaceLabels(String namespace) {
            return namespace.equals("shop") ? Optional.of(Map.of("team", "a")) : Optional.empty();
        }

        @Override
        public List<ResourceType> versions(ResourceType type) {
            return List.of(type, renamed(type, "v1beta1"));
        }
    };

    private static ResourceType type(String group, String version, String plural) {
        return KubernetesSchema.get().find(group, version, plural).orElseThrow();
    }

    private static ResourceType renamed(ResourceType type, String version) {
        return new ResourceType(
                type.group(),
                version,
                type.kind(),
                type.plural(),
                type.singular(),
                type.namespaced(),
                type.shortNames(),
                type.categories(),
                type.verbs(),
                type.subresources(),
                type.hasGeneration(),
                type.builtIn(),
                type.schema());
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Matching matching(String webhook) {
        ObjectNode tree = json(webhook);
        return Matching.of(tree.path("rules"), tree.path("excludeResourceRules"), tree);
    }

    private static AdmissionRequest request(Operation operation, ResourceType type, String subresource, String labels) {
        ObjectNode object = json("{'metadata': {'name': 'x', 'labels': " + labels + "}}");
        return new AdmissionRequest(
                operation,
                type,
                subresource,
                type.namespaced() ? "shop" : type.equals(NAMESPACES) ? "x" : "",
                "x",
                UserInfo.ANONYMOUS,
                false,
                json("{}"),
                operation == Operation.DELETE ? Optional.empty() : Optional.of(object),
                operation == Operation.CREATE ? Optional.empty() : Optional.of(object));
    }

    @ParameterizedTest
    @CsvSource({
        "apps,   v1,      CREATE, deployments,        '',     true",
        "apps,   v1,      CREATE, pods,               '',     false",
        "'',     v1,      CREATE, deployments,        '',     false",
        "apps,   v2,      CREATE, deployments,        '',     false",
        "apps,   v1,      UPDATE, deployments,        '',     false",
        "*,      *,       *,      *,                  '',     true",
        "*,      *,       *,      *,                  scale,  false",
        "*,      *,       *,      */*,                scale,  true",
        "apps,   v1,      CREATE, deployments/*,      scale,  true",
        "apps,   v1,      CREATE, deployments/scale,  scale,  true",
        "apps,   v1,      CREATE, deployments/scale,  '',     false",
        "apps,   v1,      CREATE, */scale,            scale,  true",
        "apps,   v1,      CREATE, deployments/status, scale,  false",
    })
    void aRuleCoversWhatItNames(
            String group, String version, String operation, String resource, String subresource, boolean covers) {
        Matching matching = matching("{'matchPolicy': 'Exact', 'rules': [{'apiGroups': ['" + group
                + "'], 'apiVersions': ['" + version + "'], 'operations': ['" + operation + "'], 'resources': ['"
                + resource + "']}]}");

        Optional<ResourceType> matched =
                matching.match(request(Operation.CREATE, DEPLOYMENTS, subresource, "{}"), AROUND);

        assertThat(matched.isPresent()).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "Namespaced, deployments, true",
        "Namespaced, nodes,       false",
        "Namespaced, namespaces,  false",
        "Cluster,    deployments, false",
        "Cluster,    nodes,       true",
        "Cluster,    namespaces,  true",
        "*,          deployments, true",
        "*,          nodes,       true",
    })
    void aScopeTellsNamespacedResourcesFromOthers(String scope, String plural, boolean covers) {
        Matching matching = matching("{'rules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'],"
                + " 'resources': ['*'], 'scope': '" + scope + "'}]}");
        ResourceType type = List.of(DEPLOYMENTS, NODES, NAMESPACES).stream()
                .filter(each -> each.plural().equals(plural))
                .findFirst()
                .orElseThrow();

        assertThat(matching.match(request(Operation.CREATE, type, "", "{}"), AROUND)
                        .isPresent())
                .isEqualTo(covers);
    }

    @Test
    void anEquivalentVersionIsTheOneThatIsShown() {
        String rules = "'rules': [{'apiGroups': ['apps'], 'apiVersions': ['v1beta1'], 'operations': ['*'],"
                + " 'resources': ['deployments']}]}";
        AdmissionRequest request = request(Operation.CREATE, DEPLOYMENTS, "", "{}");

        assertThat(matching("{'matchPolicy': 'Equivalent', " + rules).match(request, AROUND))
                .map(ResourceType::version)
                .contains("v1beta1");
        assertThat(matching("{'matchPolicy': 'Exact', " + rules).match(request, AROUND))
                .isEmpty();
    }

    @Test
    void anObjectIsSelectedByWhatItIsOrWas() {
        Matching matching = matching(ANYTHING + ", 'objectSelector': {'matchLabels': {'a': 'b'}}}");

        assertThat(matching.match(request(Operation.CREATE, DEPLOYMENTS, "", "{'a': 'b'}"), AROUND))
                .isPresent();
        assertThat(matching.match(request(Operation.DELETE, DEPLOYMENTS, "", "{'a': 'b'}"), AROUND))
                .isPresent();
        assertThat(matching.match(request(Operation.CREATE, DEPLOYMENTS, "", "{'a': 'c'}"), AROUND))
                .isEmpty();
    }

    @Test
    void aNamespaceIsSelectedByItsLabelsAndANewOneByItsOwn() {
        Matching matching = matching(ANYTHING + ", 'namespaceSelector': {'matchLabels': {'team': 'a'}}}");

        assertThat(matching.match(request(Operation.CREATE, DEPLOYMENTS, "", "{}"), AROUND))
                .isPresent();
        assertThat(matching.match(request(Operation.CREATE, NODES, "", "{}"), AROUND))
                .isPresent();
        assertThat(matching.match(request(Operation.CREATE, NAMESPACES, "", "{'team': 'a'}"), AROUND))
                .isPresent();
        assertThat(matching.match(request(Operation.CREATE, NAMESPACES, "", "{'team': 'b'}"), AROUND))
                .isEmpty();
        AdmissionRequest gone = request(Operation.DELETE, NAMESPACES, "", "{}");
        assertThatThrownBy(() -> matching.match(gone, AROUND))
                .isInstanceOf(StatusException.class)
                .hasMessage("namespaces \"x\" not found");
    }

    @Test
    void whatIsExcludedDoesNotMatch() {
        Matching matching = matching(ANYTHING + ", 'excludeResourceRules': [{'apiGroups': ['apps'], 'apiVersions':"
                + " ['*'], 'operations': ['*'], 'resources': ['deployments'], 'resourceNames': ['x']}]}");

        assertThat(matching.match(request(Operation.CREATE, DEPLOYMENTS, "", "{}"), AROUND))
                .isEmpty();
        assertThat(matching.match(request(Operation.CREATE, NODES, "", "{}"), AROUND))
                .isPresent();
    }
}
