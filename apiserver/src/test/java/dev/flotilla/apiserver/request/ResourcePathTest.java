package dev.flotilla.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;

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
    void leavesWhatFollowsASubresourceToIt() {
        assertThat(ResourcePath.parse("/apis/g/v1/clusters/c/proxy/api/v1//pods"))
                .contains(new ResourcePath("g", "v1", "", "clusters", "c", "proxy", "/api/v1//pods", false));
        assertThat(ResourcePath.parse("/api/v1/namespaces/n/pods/p/a/b"))
                .contains(new ResourcePath("", "v1", "n", "pods", "p", "a", "/b", false));
    }
}
