package dev.flotilla.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.apiserver.auth.AccessAttributes;
import org.junit.jupiter.api.Test;

class ResourcePathTest {
    @Test
    void readsWhereAUrlPoints() {
        assertThat(ResourcePath.parse("/api/v1/pods"))
                .contains(new ResourcePath("", "v1", "", "pods", "", "", "", false));
        assertThat(ResourcePath.parse("/apis/apps/v1/namespaces/n/deployments/d/scale"))
                .contains(new ResourcePath("apps", "v1", "n", "deployments", "d", "scale", "", false));
        assertThat(ResourcePath.parse("/api/v1/watch/namespaces/n/pods"))
                .contains(new ResourcePath("", "v1", "n", "pods", "", "", "", true));
    }

    @Test
    void tellsANamespaceFromWhatLiesInIt() {
        assertThat(ResourcePath.parse("/api/v1/namespaces/n"))
                .contains(new ResourcePath("", "v1", "", "namespaces", "n", "", "", false));
        assertThat(ResourcePath.parse("/api/v1/namespaces/n/finalize"))
                .contains(new ResourcePath("", "v1", "", "namespaces", "n", "finalize", "", false));
        assertThat(ResourcePath.parse("/api/v1/namespaces/n/pods"))
                .contains(new ResourcePath("", "v1", "n", "pods", "", "", "", false));
    }

    @Test
    void leavesOtherPathsAlone() {
        assertThat(ResourcePath.parse("/")).isEmpty();
        assertThat(ResourcePath.parse("/apis/apps/v1")).isEmpty();
        assertThat(ResourcePath.parse("/version")).isEmpty();
        assertThat(ResourcePath.parse("/api/v1//pods")).isEmpty();
    }

    @Test
    void takesASlashAtTheEndForNothing() {
        assertThat(ResourcePath.parse("/api/v1/pods/")).isEqualTo(ResourcePath.parse("/api/v1/pods"));
        assertThat(ResourcePath.parse("/api/v1/namespaces/n/")).isEqualTo(ResourcePath.parse("/api/v1/namespaces/n"));
    }

    @Test
    void leavesWhatFollowsASubresourceToIt() {
        assertThat(ResourcePath.parse("/apis/g/v1/clusters/c/proxy/api/v1//pods/"))
                .contains(new ResourcePath("g", "v1", "", "clusters", "c", "proxy", "/api/v1//pods/", false));
        assertThat(ResourcePath.parse("/apis/g/v1/clusters/c/proxy/"))
                .contains(new ResourcePath("g", "v1", "", "clusters", "c", "proxy", "/", false));
        assertThat(ResourcePath.parse("/api/v1/namespaces/n/pods/p/a/b"))
                .contains(new ResourcePath("", "v1", "n", "pods", "p", "a", "/b", false));
    }

    @Test
    void wantsARightOnTheNameThatASelectorDemands() {
        assertThat(wanted("list", "fieldSelector=metadata.name%3Donly")).isEqualTo("only");
        assertThat(wanted("watch", "fieldSelector=a%3Db,metadata.name%3D%3Donly"))
                .isEqualTo("only");
        assertThat(wanted("list", "fieldSelector=metadata.name%21%3Donly")).isEmpty();
        assertThat(wanted("list", "fieldSelector=metadata.name%3D..")).isEmpty();
        assertThat(wanted("list", "fieldSelector=metadata.name%3Donly,nonsense"))
                .isEmpty();
        assertThat(wanted("deletecollection", "fieldSelector=metadata.name%3Donly"))
                .isEmpty();
    }

    @Test
    void rightOnANamespaceIsOneInIt() {
        AccessAttributes.Resource access =
                ResourcePath.parse("/api/v1/namespaces/n").orElseThrow().access("get", Query.EMPTY);

        assertThat(access.namespace()).isEqualTo("n");
        assertThat(access.name()).isEqualTo("n");
    }

    private static String wanted(String verb, String query) {
        return ResourcePath.parse("/api/v1/namespaces/n/pods")
                .orElseThrow()
                .access(verb, Query.parse(query))
                .name();
    }
}
