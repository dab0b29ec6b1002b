package dev.flotilla.hub.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.HeldRules;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExplainPathTest {
    private static final String OF_WEB = "resource=deployments.apps&namespace=shop&name=web";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ExplainPath path =
            new ExplainPath(store, new Rights(), InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

    /** Ann may get everything, Bob Deployments alone. */
    private static final class Rights implements Authorizer {
        @Override
        public Verdict decide(UserInfo user, AccessAttributes access) {
            Set<String> may =
                    user.name().equals("ann") ? Set.of("deployments", "resourcebindings") : Set.of("deployments");
            return new Verdict(
                    access instanceof AccessAttributes.Resource resource
                            && resource.verb().equals("get")
                            && may.contains(resource.resource()),
                    "");
        }

        @Override
        public HeldRules rules(UserInfo user, String namespace) {
            throw new AssertionError("nobody asks");
        }
    }

    @BeforeEach
    void aDeploymentAPolicyAndTwoClusters() {
        put(ObjectKey.of("apps", "deployments", "shop", "web"), """
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "metadata": {"name": "web", "namespace": "shop", "uid": "u"}, "spec": {"replicas": 2}}""");
        put(ObjectKey.of("policy.karmada.io", "propagationpolicies", "shop", "p"), """
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "p", "namespace": "shop", "uid": "v"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                          "placement": {"clusterAffinity": {"clusterNames": ["eu-1"]}}}}""");
        for (String name : List.of("eu-1", "us-1")) {
            put(ObjectKey.of("cluster.karmada.io", "clusters", "", name), """
                    {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                     "spec": {"region": "r"}, "status": {"apiEnablements": [{"groupVersion": "apps/v1",
                       "resources": [{"name": "deployments", "kind": "Deployment"}]}]}}""".formatted(name));
        }
    }

    private void put(ObjectKey key, String json) {
        store.commit(new Commit(
                List.of(new Write.Put(key, json.getBytes(StandardCharsets.UTF_8))),
                List.of(),
                Commit.Origin.CLIENT,
                "ann"));
    }

    private JsonNode get(String user, String method, String query) {
        ApiRequest request = new ApiRequest(
                method,
                ExplainPath.PATH,
                Query.parse(query),
                Map.of(),
                new byte[0],
                UserInfo.authenticated(user, List.of()),
                false);
        return ObjectJson.parse(((ApiResponse.Whole) path.handle(request)).body());
    }

    @Test
    void saysOfEveryClusterWhatEveryFilterSays() {
        JsonNode explained = get("ann", "GET", OF_WEB);

        assertThat(explained.path("now").asString()).startsWith("Placed in eu-1 (2)");
        JsonNode leftOut = explained.at("/clusters/1");
        assertThat(leftOut.path("cluster").asString()).isEqualTo("us-1");
        assertThat(leftOut.path("decidedBy").asString()).isEqualTo("ClusterAffinity");
        assertThat(leftOut.path("filters")
                        .valueStream()
                        .map(each -> each.path("filter").asString()))
                .contains("APIEnablement", "TaintToleration", "ClusterAffinity");
        assertThat(explained.at("/steps/terms/0/candidates").asInt()).isEqualTo(1);
    }

    @Test
    void isForWhoeverMayGetTheObjectAndItsBinding() {
        assertThatThrownBy(() -> get("bob", "GET", OF_WEB))
                .hasMessageContaining("resourcebindings.work.karmada.io \"web-deployment\" is forbidden");
        assertThatThrownBy(() -> get("ann", "GET", "resource=secrets&namespace=shop&name=web"))
                .hasMessageContaining("secrets \"web\" is forbidden");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertThatThrownBy(() -> get("ann", "GET", "name=web"))
                .hasMessageContaining("resource and name are needed: /explain?");
        assertThatThrownBy(() -> get("ann", "GET", "resource=deployments.apps&namespace=shop&name=nobody"))
                .hasMessageContaining("deployments.apps \"nobody\" not found");
        assertThatThrownBy(() -> get("ann", "POST", OF_WEB)).hasMessageContaining("does not allow this method");
    }
}
