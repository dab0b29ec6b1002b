package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.Command;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What people do with kubectl every day, with every version of it. */
@ExtendWith(Servers.class)
@Timeout(300)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(KubectlVersion.All.class)
record KubectlCoreIT(KubectlVersion version) {
    private static Server server;

    @BeforeAll
    static void find(Server found) {
        server = found;
    }

    /** Typed commands: those of 1.32 and newer send protobuf. */
    @Test
    void createsByCommand() {
        KubectlSuite suite = KubectlSuite.in(server, version);

        assertThat(suite.run("create deployment web --image=nginx --replicas=2 --port=80"))
                .isEqualTo("deployment.apps/web created\n");
        assertThat(suite.run("create configmap c --from-literal=k=v")).isEqualTo("configmap/c created\n");
        assertThat(suite.run("create secret generic s --from-literal=k=v")).isEqualTo("secret/s created\n");
        assertThat(suite.run("expose deployment web --port=80")).isEqualTo("service/web exposed\n");

        assertThat(suite.json(
                        "deployment/web", ".spec.replicas}{.spec.template.spec.containers[0].ports[0].containerPort"))
                .isEqualTo("280");
        assertThat(suite.json("secret/s", ".data.k")).isEqualTo("dg==");
        assertThat(suite.refused("create configmap c")).contains("configmaps \"c\" already exists");
    }

    @Test
    void applies() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        String first = KubectlSuite.CONFIG.formatted("a", "1");
        String second = KubectlSuite.CONFIG.formatted("a", "2");

        assertThat(suite.run(first, "apply")).isEqualTo("configmap/a created\n");
        assertThat(suite.run(first, "apply")).isEqualTo("configmap/a unchanged\n");
        assertThat(suite.run(second, "apply --dry-run=server")).isEqualTo("configmap/a configured (server dry run)\n");
        Command.Outcome different = suite.kubectl().run(second, "diff", "-f", "-");
        assertThat(different.exit()).isEqualTo(1);
        assertThat(different.output()).contains("-  k: \"1\"", "+  k: \"2\"");
        assertThat(suite.run(second, "apply")).isEqualTo("configmap/a configured\n");
        assertThat(suite.json("configmap/a", ".data.k")).isEqualTo("2");

        Command.Outcome unknown = suite.kubectl().run(second.replace("\ndata:", "\ndada:"), "apply", "-f", "-");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.output()).contains("unknown field \"dada\"");
    }

    @Test
    void appliesOnTheServer() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        String first = KubectlSuite.CONFIG.formatted("a", "1");
        String second = KubectlSuite.CONFIG.formatted("a", "2");

        assertThat(suite.run(first, "apply --server-side")).isEqualTo("configmap/a serverside-applied\n");
        Command.Outcome conflict =
                suite.kubectl().run(second, "apply", "--server-side", "--field-manager=other", "-f", "-");
        assertThat(conflict.exit()).isEqualTo(1);
        assertThat(conflict.output())
                .contains("Apply failed with 1 conflict: conflict with \"kubectl\": .data.k", "--force-conflicts");
        assertThat(suite.run(second, "apply --server-side --field-manager=other --force-conflicts"))
                .isEqualTo("configmap/a serverside-applied\n");
        assertThat(suite.json("configmap/a", ".data.k")).isEqualTo("2");
    }

    @Test
    void shows() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.deployment("web");

        assertThat(suite.run("get deployments").lines().findFirst().orElse(""))
                .matches("NAME +READY +UP-TO-DATE +AVAILABLE +AGE");
        assertThat(suite.run("get deploy -o wide --show-labels")).contains("CONTAINERS", "nginx:1.27", "app=web");
        assertThat(suite.run("get deploy/web -o yaml")).contains("kind: Deployment", "  name: web\n");
        assertThat(suite.run("get deploy,cm -l app=web -o name")).isEqualTo("deployment.apps/web\n");
        assertThat(suite.run("describe deployment web")).contains("StrategyType:           RollingUpdate", "Image:");
        assertThat(suite.run("explain deployment.spec.replicas"))
                .containsIgnoringCase("replicas")
                .contains("integer");
        assertThat(suite.refused("get configmap none")).contains("configmaps \"none\" not found");
        assertThat(suite.run("api-resources")).containsPattern("deployments +deploy +apps/v1 +true +Deployment");
    }

    @Test
    void changes() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.deployment("web");

        assertThat(suite.run("label deployment web tier=front")).isEqualTo("deployment.apps/web labeled\n");
        assertThat(suite.run("annotate deployment web note=x")).contains("deployment.apps/web annotate");
        assertThat(suite.run("patch deployment web -p {\"spec\":{\"paused\":true}}"))
                .isEqualTo("deployment.apps/web patched\n");
        assertThat(suite.run("patch deployment web --type=merge -p {\"spec\":{\"minReadySeconds\":1}}"))
                .isEqualTo("deployment.apps/web patched\n");
        assertThat(
                        suite.run(
                                "patch deployment web --type=json -p [{\"op\":\"add\",\"path\":\"/spec/progressDeadlineSeconds\",\"value\":60}]"))
                .isEqualTo("deployment.apps/web patched\n");
        assertThat(suite.run("scale deployment web --replicas=3")).isEqualTo("deployment.apps/web scaled\n");
        assertThat(suite.run("set image deployment/web nginx=nginx:2"))
                .isEqualTo("deployment.apps/web image updated\n");
        assertThat(suite.json(
                        "deployment/web",
                        ".spec.replicas} {.spec.paused} {.spec.minReadySeconds} {.spec.progressDeadlineSeconds"
                                .replace(" ", "")))
                .isEqualTo("3true160");

        assertThat(suite.run("delete deployment web --timeout=30s")).startsWith("deployment.apps \"web\" deleted");
        assertThat(suite.refused("get deployment web")).contains("NotFound");
    }

    @Test
    void asksWhatOneMay() {
        KubectlSuite suite = KubectlSuite.in(server, version);

        assertThat(suite.run("auth can-i create deployments")).isEqualTo("yes\n");
        assertThat(suite.run(
                        "wait namespace/" + suite.namespace() + " --for=jsonpath={.status.phase}=Active --timeout=20s"))
                .endsWith("condition met\n");
    }
}
