package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Every verb of kubectl that reads, waits or asks, with the oldest and the newest of them. */
@ExtendWith(Servers.class)
@Timeout(300)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(KubectlVersion.Ends.class)
record KubectlReadsIT(KubectlVersion version) {
    private static Server server;

    @BeforeAll
    static void find(Server found) {
        server = found;
    }

    @Test
    void getsInEveryOutput() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        for (String name : new String[] {"a", "b", "c"}) {
            suite.configMap(name, "1");
        }

        assertThat(suite.run("get cm -l l=x --no-headers").lines()).hasSize(3);
        assertThat(suite.run("get cm -l l=x --chunk-size=1 -o name").lines()).hasSize(3);
        assertThat(suite.run("get cm -l l=x --chunk-size=0 -o json")).contains("\"kind\": \"List\"");
        assertThat(suite.run("get cm -l l=x -o custom-columns=N:.metadata.name,K:.data.k"))
                .containsPattern("N +K\na +1");
        assertThat(suite.run("get cm -l l=x --sort-by=.metadata.creationTimestamp")
                        .lines())
                .hasSize(4);
        assertThat(suite.run("get cm -l l=x -L l")).contains("AGE", "x\n");
        assertThat(suite.run("get cm --field-selector metadata.name=b -o name")).isEqualTo("configmap/b\n");
        assertThat(suite.run("get cm -A -l l=x -o name").lines()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(suite.run("get cm a -o go-template={{.data.k}}")).isEqualTo("1");
        assertThat(suite.run("get --raw /api/v1/namespaces/" + suite.namespace() + "/configmaps/a"))
                .startsWith("{\"kind\":\"ConfigMap\"");
        assertThat(suite.run("get all")).isNotEmpty();
        assertThat(suite.refused("get nosuchkind")).contains("the server doesn't have a resource type \"nosuchkind\"");
        assertThat(suite.run("get pods")).isEqualTo("No resources found in " + suite.namespace() + " namespace.\n");
    }

    @Test
    void watches() throws IOException {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "1");
        Process watching = suite.kubectl().start("get", "cm", "-l", "l=x", "-w", "-o", "name");
        try (BufferedReader lines = watching.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("configmap/a");
            suite.configMap("b", "1");
            assertThat(lines.readLine()).isEqualTo("configmap/b");
            suite.run("delete cm a");
            assertThat(lines.readLine()).isEqualTo("configmap/a");
        } finally {
            watching.destroyForcibly();
        }
    }

    @Test
    void describesAndExplains() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "1");
        suite.run("create service clusterip web --tcp=80:80");

        assertThat(suite.run("describe cm a")).contains("Name:         a", "k:\n----\n1");
        assertThat(suite.run("describe service web")).contains("Name:", "web", "80/TCP");
        assertThat(suite.run("describe namespace " + suite.namespace())).contains("Status:       Active");
        assertThat(suite.run("explain pods --recursive")).contains("terminationGracePeriodSeconds", "<integer>");
        if (server.isHub()) {
            assertThat(suite.run("explain propagationpolicies.spec.placement")).contains("clusterAffinity");
        }
    }

    @Test
    void showsEvents() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "1");
        suite.run("""
                apiVersion: v1
                kind: Event
                metadata: {name: a.1}
                involvedObject: {apiVersion: v1, kind: ConfigMap, name: a, namespace: %s}
                reason: Seen
                message: it was seen
                type: Normal
                firstTimestamp: "2026-01-01T00:00:00Z"
                lastTimestamp: "2026-01-01T00:00:00Z"
                count: 3
                """.formatted(suite.namespace()), "create");

        assertThat(suite.run("events")).contains("Seen", "ConfigMap/a", "it was seen");
        assertThat(suite.run("events --for configmap/a")).contains("it was seen");
        assertThat(suite.run("get events")).contains("Seen", "configmap/a");
    }

    @Test
    void asksAboutRights() {
        KubectlSuite suite = KubectlSuite.in(server, version);

        assertThat(suite.run("auth can-i --list")).contains("Resources", "*.*");
        assertThat(suite.run("auth can-i get /version")).isEqualTo("yes\n");
        if (!version.name().equals("1.27")) { // which asks for a version of the review that is gone
            assertThat(suite.run("auth whoami -o jsonpath={.status.userInfo.groups}"))
                    .contains("system:authenticated");
        }
    }

    @Test
    void waits() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "1");

        assertThat(suite.run("wait configmap/a --for=jsonpath={.data.k}=1 --timeout=20s"))
                .contains("condition met");
        assertThat(suite.refused("wait configmap/a --for=jsonpath={.data.k}=2 --timeout=1s"))
                .contains("timed out");
        suite.run("delete configmap a --wait=false");
        assertThat(suite.kubectl()
                        .run("wait configmap/a --for=delete --timeout=20s")
                        .exit())
                .isZero();
    }

    @Test
    void rollsOut() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.run("create deployment web --image=nginx:1.27 --replicas=1");

        assertThat(suite.run("rollout pause deployment/web")).contains("paused");
        assertThat(suite.run("rollout resume deployment/web")).contains("resumed");
        assertThat(suite.run("rollout restart deployment/web")).contains("restarted");
        assertThat(suite.json("deployment/web", ".spec.template.metadata.annotations"))
                .contains("kubectl.kubernetes.io/restartedAt");
    }

    @Test
    void knowsNothingOfNodesAndMetrics() {
        KubectlSuite suite = KubectlSuite.in(server, version);

        assertThat(suite.refused("top nodes")).contains("Metrics API not available");
        assertThat(suite.refused("cordon none")).contains("nodes \"none\" not found");
        assertThat(suite.refused("drain none")).contains("nodes \"none\" not found");
        assertThat(suite.refused("taint nodes none k=v:NoSchedule")).contains("nodes \"none\" not found");
        assertThat(suite.run("get nodes")).isEqualTo("No resources found\n");
    }

    @Test
    void tellsOfTheServer() {
        KubectlSuite suite = KubectlSuite.in(server, version);

        assertThat(suite.run("cluster-info")).contains("Kubernetes control plane", "is running at");
        assertThat(suite.run("api-versions").lines()).contains("v1", "apps/v1", "rbac.authorization.k8s.io/v1");
        assertThat(suite.run("api-resources --api-group=apps -o name").lines()).contains("deployments.apps");
        assertThat(suite.run("api-resources --verbs=list,watch --namespaced=false -o name")
                        .lines())
                .contains("namespaces", "clusterroles.rbac.authorization.k8s.io");
        assertThat(suite.run("version -o json")).contains("\"serverVersion\"", "\"gitVersion\"");
    }
}
