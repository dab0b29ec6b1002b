package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubectlIT {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %s, labels: {app: %s}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: %s}}
              template:
                metadata: {labels: {app: %s}}
                spec: {containers: [{name: c, image: "nginx:1", ports: [{containerPort: 80}]}]}
            """;

    @TempDir
    static Path directory;

    private static TestServer server;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer();
        Optional<Kubectl> found = Kubectl.find(directory, server);
        Assumptions.assumeTrue(found.isPresent(), "skipped: no kubectl on the PATH or in KUBECTL");
        kubectl = found.get();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String deployment(String name) {
        return DEPLOYMENT.formatted(name, name, name, name);
    }

    @Test
    void appliesOnTheClientsSide() {
        String applied = kubectl.runWith(deployment("applied"), "apply", "-f", "-");
        String again = kubectl.runWith(deployment("applied"), "apply", "-f", "-");
        String changed = kubectl.runWith(deployment("applied").replace("nginx:1", "nginx:2"), "apply", "-f", "-");

        assertThat(applied).contains("deployment.apps/applied created");
        assertThat(again).contains("unchanged");
        assertThat(changed).contains("configured");
        assertThat(kubectl.run("get", "deploy", "applied", "-o", "wide")).contains("READY", "0/2", "nginx:2");
        assertThat(kubectl.attempt(deployment("applied").replace("nginx:1", "nginx:3"), "diff", "-f", "-")
                        .out())
                .contains("nginx:3");
    }

    @Test
    void appliesOnTheServersSide() {
        String applied = kubectl.runWith(deployment("ssa"), "apply", "--server-side", "-f", "-");
        Kubectl.Result conflict = kubectl.attempt(
                deployment("ssa").replace("nginx:1", "nginx:2"),
                "apply",
                "--server-side",
                "--field-manager=other",
                "-f",
                "-");
        kubectl.runWith(
                deployment("ssa").replace("nginx:1", "nginx:2"),
                "apply",
                "--server-side",
                "--field-manager=other",
                "--force-conflicts",
                "-f",
                "-");

        assertThat(applied).contains("serverside-applied");
        assertThat(conflict.code()).isEqualTo(1);
        assertThat(conflict.err())
                .contains("conflict with \"kubectl\": .spec.template.spec.containers[name=\"c\"].image");
        assertThat(kubectl.run("get", "deploy", "ssa", "-o", "yaml", "--show-managed-fields"))
                .contains("manager: other", "image: nginx:2");
    }

    @Test
    void createsWithTypedCommands() {
        kubectl.run("create", "configmap", "typed", "--from-literal=a=b");
        kubectl.run("create", "secret", "generic", "typed", "--from-literal=a=b");
        kubectl.run("create", "serviceaccount", "typed");
        kubectl.run("create", "quota", "typed", "--hard=pods=3");
        kubectl.run("create", "job", "typed", "--image=i");
        kubectl.run("create", "cronjob", "typed", "--image=i", "--schedule=* * * * *");
        kubectl.run("create", "deployment", "typed", "--image=i", "--replicas=3");
        kubectl.run("create", "service", "clusterip", "typed", "--tcp=80");
        kubectl.run("create", "role", "typed", "--verb=get", "--resource=pods");

        assertThat(kubectl.run("get", "cm,secret,sa,quota,job,cronjob,deploy,svc,role", "-o", "name"))
                .contains("configmap/typed", "secret/typed", "job.batch/typed", "deployment.apps/typed");
        assertThat(kubectl.run("get", "deploy", "typed", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("3");
        assertThat(kubectl.run("get", "all")).contains("deployment.apps/typed", "service/typed");
    }

    @Test
    void changesInEveryWay() {
        kubectl.runWith(deployment("changed"), "apply", "-f", "-");

        kubectl.run("label", "deploy", "changed", "tier=web");
        kubectl.run("annotate", "deploy", "changed", "note=edited-before");
        kubectl.run("scale", "deploy", "changed", "--replicas=5");
        kubectl.run("scale", "deploy", "changed", "--current-replicas=5", "--replicas=6");
        kubectl.run("set", "image", "deploy/changed", "c=nginx:9");
        kubectl.run("patch", "deploy", "changed", "-p", "{\"spec\":{\"minReadySeconds\":1}}");
        kubectl.run(
                "patch",
                "deploy",
                "changed",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/metadata/labels/json\",\"value\":\"yes\"}]");
        kubectl.run("edit", "deploy", "changed");

        assertThat(kubectl.run(
                        "get",
                        "deploy",
                        "-l",
                        "tier=web,json in (yes)",
                        "-o",
                        "jsonpath={.items[0].spec.replicas} {.items[0].spec.template.spec.containers[0].image}"
                                + " {.items[0].spec.minReadySeconds} {.items[0].metadata.annotations.note}"))
                .isEqualTo("6 nginx:9 1 edited-after");
    }

    @Test
    void describesAndExplains() {
        kubectl.runWith(deployment("described"), "apply", "-f", "-");

        assertThat(kubectl.run("describe", "deploy", "described")).contains("2 desired", "RollingUpdate");
        assertThat(kubectl.run("explain", "deploy.spec.template.spec.containers"))
                .contains("imagePullPolicy");
        assertThat(kubectl.run("explain", "propagationpolicy.spec.placement")).contains("clusterAffinity");
        assertThat(kubectl.run("api-resources")).contains("deployments", "propagationpolicies", "clusters");
        assertThat(kubectl.run("auth", "whoami")).contains("kubernetes-admin");
    }

    @Test
    void waitsForWhatComes() {
        kubectl.runWith(deployment("awaited"), "apply", "-f", "-");
        String url = "/apis/apps/v1/namespaces/default/deployments/awaited/status";
        server.admin().patch(url, "application/merge-patch+json", """
                {"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,
                 "availableReplicas":2,"conditions":[{"type":"Available","status":"True"}]}}""");

        assertThat(kubectl.run("rollout", "status", "deploy/awaited", "--timeout=20s"))
                .contains("successfully rolled out");
        assertThat(kubectl.run("wait", "deploy/awaited", "--for=condition=Available", "--timeout=20s"))
                .contains("condition met");
        assertThat(kubectl.run("delete", "deploy", "awaited")).contains("deleted");
        assertThat(kubectl.run("wait", "deploy/awaited", "--for=delete", "--timeout=20s"))
                .doesNotContain("timed out");
    }

    @Test
    void deletesWithDependents() {
        kubectl.runWith(deployment("owner"), "apply", "-f", "-");
        String uid = kubectl.run("get", "deploy", "owner", "-o", "jsonpath={.metadata.uid}");
        kubectl.runWith("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: dependent
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: owner, uid: %s}]
                """.formatted(uid), "apply", "-f", "-");

        kubectl.run("delete", "deploy", "owner", "--cascade=foreground");

        await().untilAsserted(() ->
                assertThat(kubectl.attempt("", "get", "cm", "dependent").err()).contains("NotFound"));
    }

    @Test
    void refusesUnknownFieldsAndBrokenPolicies() {
        Kubectl.Result unknown =
                kubectl.attempt(deployment("refused").replace("replicas:", "replicass:"), "apply", "-f", "-");
        Kubectl.Result malformed = kubectl.attempt("a: [b", "apply", "-f", "-");

        assertThat(unknown.err()).contains("strict decoding error: unknown field \"spec.replicass\"");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(malformed.code()).isEqualTo(1);
        assertThat(kubectl.attempt("", "get", "deploy", "refused").err()).contains("NotFound");
    }

    @Test
    void getsWhatIsAskedForInEveryForm() {
        kubectl.run("create", "configmap", "shown", "--from-literal=a=b");

        assertThat(kubectl.run("get", "cm", "shown")).contains("NAME", "DATA", "AGE", "shown");
        assertThat(kubectl.run("get", "cm", "shown", "-o", "json")).contains("\"kind\": \"ConfigMap\"");
        assertThat(kubectl.run("get", "cm", "-A", "--sort-by=.metadata.name")).contains("NAMESPACE");
        assertThat(kubectl.attempt("", "get", "cm", "shown", "-w", "--request-timeout=2s")
                        .out())
                .contains("shown");
        assertThat(kubectl.run("get", "--raw", "/readyz?verbose")).contains("[+]ping ok");
    }
}
