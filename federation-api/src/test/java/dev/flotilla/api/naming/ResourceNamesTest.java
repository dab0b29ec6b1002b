package dev.flotilla.api.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResourceNamesTest {
    @Test
    void namesWorksAsKarmadaDoes() {
        assertThat(ResourceNames.work("Deployment", "default", "nginx")).isEqualTo("nginx-687f7fb96f");
        assertThat(ResourceNames.work("Pod", "", "pod")).isEqualTo("pod-6c46fd8b9d");
        assertThat(ResourceNames.work("Namespace", "", "default")).isEqualTo("default-5b5ccb595b");
    }

    @Test
    void namesBindingsWithoutColons() {
        assertThat(ResourceNames.binding("Deployment", "nginx")).isEqualTo("nginx-deployment");
        assertThat(ResourceNames.binding("ClusterRole", "system:Public")).isEqualTo("system.public-clusterrole");
    }

    @Test
    void marksDependenciesByTheReferrer() {
        assertThat(ResourceNames.dependedByLabel("default", "nginx-deployment"))
                .isEqualTo("resourcebinding.karmada.io/depended-by-5bdc5c4dcf");
    }

    @Test
    void knowsWhoseWorksANamespaceHolds() {
        assertThat(ResourceNames.executionCluster(ResourceNames.executionNamespace("eu-1")))
                .isEqualTo("eu-1");
        assertThat(ResourceNames.executionCluster("default")).isEmpty();
        assertThat(ResourceNames.reserved("karmada-es-eu-1")).isTrue();
        assertThat(ResourceNames.reserved("default")).isFalse();
    }
}
