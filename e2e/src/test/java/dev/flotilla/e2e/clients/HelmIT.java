package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A chart of twenty objects through its life: a hook and a definition before, a test after. */
@ExtendWith(Servers.class)
@Timeout(300)
@ParameterizedClass
@ValueSource(strings = {"helm3", "helm4"})
record HelmIT(String version) {
    private static final Path CHART = Path.of("src/test/resources/dev/flotilla/e2e/clients/chart");
    private static final String[] KINDS = {
        "deployments=3",
        "statefulsets=1",
        "cronjobs=1",
        "services=3",
        "ingresses=1",
        "networkpolicies=1",
        "horizontalpodautoscalers=1",
        "poddisruptionbudgets=1",
        "berths=1",
        "configmaps=2",
        "secrets=1",
        "serviceaccounts=1",
        "roles=1",
        "rolebindings=1"
    };
    private static final String POLICY = """
            apiVersion: policy.karmada.io/v1alpha1
            kind: PropagationPolicy
            metadata: {name: all}
            spec:
              propagateDeps: true
              resourceSelectors:
              - {apiVersion: apps/v1, kind: Deployment}
              - {apiVersion: apps/v1, kind: StatefulSet}
              - {apiVersion: v1, kind: Service}
              placement:
                clusterAffinity: {clusterNames: [eu-1, us-1, ap-1]}
                replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted}
            """;
    private static Server server;

    @BeforeAll
    static void find(Server found) {
        server = found;
    }

    @Test
    void installsUpgradesRollsBackAndUninstalls() {
        String namespace = Server.freshName(version);
        Kubectl kubectl = server.kubectl(BuiltClients.anyKubectl(), namespace);
        Command helm = helm(namespace);

        assertThat(run(helm, "install", "harbour", CHART.toString(), "--create-namespace"))
                .contains("STATUS: deployed", "REVISION: 1");
        for (String kind : KINDS) {
            String[] parts = kind.split("=");
            assertThat(kubectl.run("get " + parts[0] + " -l app.kubernetes.io/managed-by=Helm -o name")
                            .succeeded()
                            .output()
                            .lines()
                            .filter(line -> line.contains("/")))
                    .as(kind)
                    .hasSize(Integer.parseInt(parts[1]));
        }
        assertThat(greeting(kubectl)).isEqualTo("hello 1");

        assertThat(run(helm, "upgrade", "harbour", CHART.toString(), "--set", "greeting=goodbye"))
                .contains("STATUS: deployed", "REVISION: 2");
        assertThat(greeting(kubectl)).isEqualTo("goodbye 2");
        assertThat(run(helm, "test", "harbour")).contains("Phase:          Succeeded");
        assertThat(run(helm, "rollback", "harbour", "1")).contains("Rollback was a success");
        assertThat(greeting(kubectl)).startsWith("hello");

        assertThat(run(helm, "history", "harbour")).contains("Install complete", "Upgrade complete", "Rollback to 1");
        assertThat(run(helm, "get", "manifest", "harbour")).contains("kind: HorizontalPodAutoscaler");
        assertThat(run(helm, "list", "-o", "json")).contains("\"status\":\"deployed\"", "\"revision\":\"3\"");

        assertThat(run(helm, "uninstall", "harbour", "--wait")).contains("release \"harbour\" uninstalled");
        assertThat(kubectl.run("get deployments,services,secrets,berths -o name")
                        .succeeded()
                        .output())
                .doesNotContain("/harbour", "sh.helm.release");
        assertThat(kubectl.run("get configmaps -o name").succeeded().output())
                .contains("configmap/harbour-kept")
                .doesNotContain("configmap/harbour\n");
        kubectl.run("delete namespace " + namespace + " --wait=false").succeeded();
    }

    @Test
    void waitsUntilAllClustersRunIt() {
        String namespace = server.namespace(BuiltClients.anyKubectl(), version + "-wait");
        Kubectl kubectl = server.kubectl(BuiltClients.anyKubectl(), namespace);
        kubectl.run(POLICY, "apply", "-f", "-").succeeded();
        Command helm = helm(namespace);

        assertThat(run(
                        helm,
                        "install",
                        "harbour",
                        CHART.toString(),
                        "--wait",
                        "--timeout",
                        "60s",
                        "--set",
                        "replicas=2"))
                .contains("STATUS: deployed", "REVISION: 1");
        assertThat(run(
                        helm,
                        "upgrade",
                        "harbour",
                        CHART.toString(),
                        "--wait",
                        "--timeout",
                        "60s",
                        "--set",
                        "replicas=3"))
                .contains("STATUS: deployed", "REVISION: 2");

        assertThat(kubectl.run("rollout status deployment/harbour-web --timeout=30s")
                        .succeeded()
                        .output())
                .contains("successfully rolled out");
        assertThat(kubectl.run("get deployment harbour-web -o jsonpath={.status.availableReplicas}")
                        .succeeded()
                        .output())
                .isEqualTo("3");
        assertThat(kubectl.run("get replicasets -o jsonpath={.items[*].status.readyReplicas}")
                        .succeeded()
                        .output())
                .isEqualTo("3 3 3");
        assertThat(run(helm, "uninstall", "harbour", "--wait", "--timeout", "60s"))
                .contains("release \"harbour\" uninstalled");
        kubectl.run("delete namespace " + namespace + " --wait=false").succeeded();
    }

    @Test
    void refusesWhatTheServerRefuses() {
        String namespace = server.namespace(BuiltClients.anyKubectl(), version);

        Command.Outcome refused =
                helm(namespace).run("", "install", "harbour", CHART.toString(), "--set", "replicas=-1");

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output()).contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
        server.kubectl(BuiltClients.anyKubectl(), namespace)
                .run("delete namespace " + namespace + " --wait=false")
                .succeeded();
    }

    private Command helm(String namespace) {
        return server.command(BuiltClients.require(version), "--kube-context").with("--namespace", namespace);
    }

    private static String run(Command helm, String... arguments) {
        return helm.run("", arguments).succeeded().output();
    }

    /** What the chart was given, and the revision that its hook saw. */
    private static String greeting(Kubectl kubectl) {
        return kubectl.run("get configmap harbour -o jsonpath={.data.greeting}")
                        .succeeded()
                        .output()
                + " "
                + kubectl.run("get configmap harbour-before -o jsonpath={.data.revision}")
                        .succeeded()
                        .output();
    }
}
