package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import dev.flotilla.e2e.conformance.NotOn;
import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The verbs of kubectl that people use, and what they print. */
@MemberContract
@Section("1")
record KubectlIT(Member member) {
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data: {k: "%s"}
            """;

    @BeforeAll
    static void needsKubectl() {
        if (!Kubectl.isInstalled()) {
            System.out.println("SKIPPED: kubectl's verbs against members: there is no kubectl on PATH");
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
    }

    @Test
    void appliesCreatesChangesAndLeaves() {
        Kubectl kubectl = kubectl();

        assertThat(apply(kubectl, "1")).isEqualTo("configmap/a created\n");
        assertThat(apply(kubectl, "1")).isEqualTo("configmap/a unchanged\n");
        assertThat(apply(kubectl, "2")).isEqualTo("configmap/a configured\n");
    }

    @Test
    void appliesDeploymentsByStrategicPatch() {
        Kubectl kubectl = kubectl();
        String manifest = Namespace.deployment("web", 0).toString();

        String created = kubectl.run(manifest, "apply", "-f", "-").succeeded().output();
        String changed = kubectl.run(manifest.replace("nginx:1.27", "nginx:2"), "apply", "-f", "-")
                .succeeded()
                .output();

        assertThat(created + changed).isEqualTo("deployment.apps/web created\ndeployment.apps/web configured\n");
        assertThat(run(kubectl, "get deployment web -o jsonpath={.spec.template.spec.containers[0].image}"))
                .isEqualTo("nginx:2");
    }

    @Test
    void appliesOnTheServer() {
        Kubectl kubectl = kubectl();

        assertThat(kubectl.run(CONFIG.formatted("1"), "apply", "--server-side", "-f", "-")
                        .succeeded()
                        .output())
                .isEqualTo("configmap/a serverside-applied\n");
        Command.Outcome refused =
                kubectl.run(CONFIG.formatted("2"), "apply", "--server-side", "--field-manager", "other", "-f", "-");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("conflict with \"kubectl\": .data.k");
    }

    @Test
    void createsFromProtobufBodies() {
        Kubectl kubectl = kubectl();

        assertThat(run(kubectl, "create configmap b --from-literal=x=1")).isEqualTo("configmap/b created\n");
        assertThat(run(kubectl, "create deployment web --image=nginx --replicas=0"))
                .isEqualTo("deployment.apps/web created\n");
        assertThat(run(kubectl, "create secret generic s --from-literal=p=q")).isEqualTo("secret/s created\n");
        assertThat(run(kubectl, "create service clusterip s --tcp=80:8080")).isEqualTo("service/s created\n");

        assertThat(run(kubectl, "get configmap b -o jsonpath={.data}")).isEqualTo("{\"x\":\"1\"}");
        assertThat(run(kubectl, "get deployment web -o jsonpath={.spec.replicas}"))
                .isEqualTo("0");
        assertThat(run(kubectl, "get secret s -o jsonpath={.data.p}")).isEqualTo("cQ==");
        assertThat(run(kubectl, "get service s -o jsonpath={.spec.ports[0].targetPort}"))
                .isEqualTo("8080");
    }

    @Test
    void labelsAnnotatesPatchesAndScales() {
        Kubectl kubectl = kubectl();
        kubectl.run(Namespace.deployment("web", 0).toString(), "create", "-f", "-")
                .succeeded();

        assertThat(run(kubectl, "label deployment web tier=front")).isEqualTo("deployment.apps/web labeled\n");
        assertThat(run(kubectl, "annotate deployment web note=x")).isEqualTo("deployment.apps/web annotated\n");
        assertThat(run(kubectl, "patch deployment web -p {\"spec\":{\"paused\":true}}"))
                .isEqualTo("deployment.apps/web patched\n");
        assertThat(run(kubectl, "scale deployment web --replicas=3")).isEqualTo("deployment.apps/web scaled\n");
        assertThat(run(kubectl, "set image deployment/web main=nginx:2"))
                .isEqualTo("deployment.apps/web image updated\n");
        assertThat(run(kubectl, "get deployment web -o jsonpath={.spec.replicas}{.spec.paused}{.metadata.labels.tier}"))
                .isEqualTo("3truefront");
    }

    @Test
    @NotOn(value = "hub", because = "a hub sends workloads to members, whose controllers run them")
    void waitsForRolloutsAndConditions() {
        Kubectl kubectl = kubectl();
        kubectl.run(Namespace.deployment("web", 0).toString(), "create", "-f", "-")
                .succeeded();

        assertThat(run(kubectl, "rollout status deployment/web --timeout=30s"))
                .endsWith("deployment \"web\" successfully rolled out\n");
        assertThat(run(kubectl, "wait deployment/web --for=condition=Available --timeout=30s"))
                .isEqualTo("deployment.apps/web condition met\n");
    }

    @Test
    void deletesAndWaits() {
        Kubectl kubectl = kubectl();
        apply(kubectl, "1");

        assertThat(run(kubectl, "delete configmap a")).contains("configmap \"a\" deleted");

        Command.Outcome gone = kubectl.run("get configmap a");
        assertThat(gone.output()).isEqualTo("Error from server (NotFound): configmaps \"a\" not found\n");
    }

    @Test
    @NotOn(value = "hub", because = "a hub sends workloads to members, whose controllers run them")
    void showsTables() {
        Kubectl kubectl = kubectl();
        kubectl.run(Namespace.deployment("web", 0).toString(), "create", "-f", "-")
                .succeeded();

        assertThat(run(kubectl, "get deployments").lines().findFirst().orElse(""))
                .matches("NAME +READY +UP-TO-DATE +AVAILABLE +AGE");
        assertThat(run(kubectl, "get deployments -o wide")).contains("CONTAINERS", "nginx:1.27", "app=web");
        await("the controller's ReplicaSet")
                .until(() -> run(kubectl, "get rs -o name").contains("replicaset.apps/web-"));
        assertThat(run(kubectl, "get deploy,rs -o name")).contains("deployment.apps/web\n", "replicaset.apps/web-");
    }

    @Test
    void describes() {
        Kubectl kubectl = kubectl();
        kubectl.run(Namespace.deployment("web", 0).toString(), "create", "-f", "-")
                .succeeded();

        assertThat(run(kubectl, "describe deployment web"))
                .contains(
                        "Name:                   web",
                        "StrategyType:           RollingUpdate",
                        "Image:         nginx:1.27");
    }

    @Test
    void saysWhatIsWrongWithAManifest() {
        Kubectl kubectl = kubectl();
        String unknown = Namespace.deployment("web", 0).toString().replace("\"replicas\"", "\"replicaz\"");

        Command.Outcome refused = kubectl.run(unknown, "apply", "-f", "-");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("strict decoding error: unknown field \"spec.replicaz\"");
    }

    @Test
    void comparesWithWhatIsThere() {
        Kubectl kubectl = kubectl();
        apply(kubectl, "1");

        Command.Outcome same = kubectl.run(CONFIG.formatted("1"), "diff", "-f", "-");
        Command.Outcome different = kubectl.run(CONFIG.formatted("2"), "diff", "-f", "-");

        assertThat(same.exit()).isZero();
        assertThat(different.exit()).isEqualTo(1);
        assertThat(different.output()).contains("-  k: \"1\"", "+  k: \"2\"");
    }

    @Test
    void listsAndExplainsKinds() {
        Kubectl kubectl = kubectl();

        assertThat(run(kubectl, "api-resources"))
                .containsPattern("deployments +deploy +apps/v1 +true +Deployment")
                .containsPattern("configmaps +cm +v1 +true +ConfigMap");
        assertThat(run(kubectl, "explain deployment.spec.replicas")).contains("FIELD: replicas <integer>");
    }

    @Test
    void tellsWhoOneIsAndWhatOneMay() {
        Kubectl kubectl = kubectl();

        assertThat(run(kubectl, "auth can-i create deployments")).isEqualTo("yes\n");
        assertThat(run(kubectl, "auth whoami -o jsonpath={.status.userInfo.groups}"))
                .contains("system:authenticated");
    }

    private Kubectl kubectl() {
        return Kubectl.with(member.kubeconfig(), Namespace.in(member).name());
    }

    private static String run(Kubectl kubectl, String arguments) {
        return kubectl.run(arguments).succeeded().output();
    }

    private static String apply(Kubectl kubectl, String value) {
        return kubectl.run(CONFIG.formatted(value), "apply", "-f", "-")
                .succeeded()
                .output();
    }
}
