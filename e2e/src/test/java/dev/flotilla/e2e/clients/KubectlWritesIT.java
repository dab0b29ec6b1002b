package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Every verb of kubectl that writes, with the oldest and the newest of them. */
@ExtendWith(Servers.class)
@Timeout(300)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(KubectlVersion.Ends.class)
record KubectlWritesIT(KubectlVersion version) {
    private static Server server;

    @BeforeAll
    static void find(Server found) {
        server = found;
    }

    @Test
    void createsEveryKindThatHasACommand() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        Map<String, String> commands = Map.ofEntries(
                Map.entry("serviceaccount/sa", "create serviceaccount sa"),
                Map.entry("job.batch/j", "create job j --image=busybox -- date"),
                Map.entry("cronjob.batch/cj", "create cronjob cj --image=busybox --schedule=0_0_1_1_* -- date"),
                Map.entry("service/clip", "create service clusterip clip --tcp=80:8080"),
                Map.entry("service/np", "create service nodeport np --tcp=80:8080"),
                Map.entry("ingress.networking.k8s.io/in", "create ingress in --rule=example.com/*=svc:80"),
                Map.entry("role.rbac.authorization.k8s.io/r", "create role r --verb=get,list --resource=pods"),
                Map.entry("rolebinding.rbac.authorization.k8s.io/rb", "create rolebinding rb --role=r --user=ann"),
                Map.entry("resourcequota/q", "create quota q --hard=pods=5"),
                Map.entry(
                        "poddisruptionbudget.policy/pdb",
                        "create poddisruptionbudget pdb --selector=app=web --min-available=1"),
                Map.entry("secret/dock", "create secret docker-registry dock --docker-username=u --docker-password=p"),
                Map.entry("pod/one", "run one --image=nginx"));
        commands.forEach((created, command) -> {
            String[] arguments = command.split(" ");
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i].replace('_', ' ');
            }
            assertThat(suite.kubectl().run("", arguments).succeeded().output()).isEqualTo(created + " created\n");
        });
        suite.deployment("web");
        assertThat(suite.run("autoscale deployment web --max=3")).endsWith("/web autoscaled\n");
        assertThat(suite.run("get deploy,job,cj,svc,ing,role,quota,pdb,hpa,po -o name")
                        .lines())
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void appliesAKustomization(@TempDir Path directory) throws IOException {
        KubectlSuite suite = KubectlSuite.in(server, version);
        Files.writeString(directory.resolve("map.yaml"), KubectlSuite.CONFIG.formatted("a", "1"));
        Files.writeString(directory.resolve("kustomization.yaml"), """
                resources: [map.yaml]
                namePrefix: pre-
                configMapGenerator:
                - {name: made, literals: [k=v]}
                """);

        assertThat(suite.run("apply -k " + directory)).contains("configmap/pre-a created", "configmap/pre-made-");
        assertThat(suite.run("apply -k " + directory + " --server-side"))
                .contains("configmap/pre-a serverside-applied");
        suite.run("delete -k " + directory + " --wait=false");
    }

    @Test
    void appliesWithPruning() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        String both = KubectlSuite.CONFIG.formatted("a", "1") + "\n---\n" + KubectlSuite.CONFIG.formatted("b", "1");
        suite.run(both, "apply");

        String pruned = suite.run(
                KubectlSuite.CONFIG.formatted("a", "1"), "apply --prune -l l=x --prune-allowlist=core/v1/ConfigMap");

        assertThat(pruned).contains("configmap/b pruned");
        assertThat(suite.refused("get configmap b")).contains("NotFound");
    }

    @Test
    void movesAnObjectFromClientSideToServerSideApply() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        String manifest = KubectlSuite.CONFIG.formatted("a", "1");
        suite.run(manifest, "apply");

        assertThat(suite.run(manifest, "apply --server-side")).isEqualTo("configmap/a serverside-applied\n");
        Command.Outcome same = suite.kubectl().run(manifest, "diff", "--server-side", "-f", "-");
        assertThat(same.exit()).as(same.output()).isZero();
        assertThat(suite.run("get configmap a -o yaml --show-managed-fields")).contains("operation: Apply");
    }

    @Test
    void edits() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "before");

        Command.Outcome edited =
                suite.with("KUBE_EDITOR=sed -i s/before/after/").run("edit configmap a");
        Command.Outcome same = suite.with("KUBE_EDITOR=true").run("edit configmap a");

        assertThat(edited.succeeded().output()).contains("configmap/a edited");
        assertThat(suite.json("configmap/a", ".data.k")).isEqualTo("after");
        assertThat(same.succeeded().output()).contains("Edit cancelled, no changes made.");
    }

    @Test
    void labelsTaintsOfVersionsAndNothing() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "1");

        assertThat(suite.run("label configmap a l=x")).contains("configmap/a not labeled");
        assertThat(suite.refused("label configmap a l=y")).contains("already has a value (x)");
        assertThat(suite.run("label configmap a l=y --overwrite")).contains("configmap/a labeled");
        assertThat(suite.refused("label configmap a m=1 --resource-version=1")).contains("Conflict");
        assertThat(suite.run("label configmap a l-")).contains("configmap/a unlabeled");
        assertThat(suite.run("label configmap --all all=yes")).contains("configmap/a labeled");
        assertThat(suite.run("annotate configmap a n=1 --dry-run=server")).contains("(server dry run)");
    }

    @Test
    void patchesStatusAndRefusesWhatItMust() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.deployment("web");

        suite.run("patch deployment web --subresource=status --type=merge -p {\"status\":{\"collisionCount\":4}}");
        assertThat(suite.json("deployment/web", ".status.collisionCount")).isEqualTo("4");
        assertThat(suite.refused("patch deployment web -p {\"spec\":{\"replicas\":-1}}"))
                .contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
        assertThat(suite.refused("patch deployment web -p {\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}}}}"))
                .contains("field is immutable");
        assertThat(
                        suite.refused(
                                "patch deployment web --type=json -p [{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":9}]"))
                .contains("the server rejected our request due to an error in our request");
    }

    @Test
    void scalesWithPreconditions() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.deployment("web");

        assertThat(suite.run("scale deployment web --current-replicas=0 --replicas=2"))
                .contains("web scaled");
        assertThat(suite.refused("scale deployment web --current-replicas=0 --replicas=3"))
                .contains("Expected replicas to be 0, was 2");
    }

    @Test
    void replaces() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        suite.configMap("a", "1");
        String uid = suite.json("configmap/a", ".metadata.uid");

        assertThat(suite.run(KubectlSuite.CONFIG.formatted("a", "2"), "replace"))
                .isEqualTo("configmap/a replaced\n");
        assertThat(suite.json("configmap/a", ".metadata.uid")).isEqualTo(uid);
        assertThat(suite.run(KubectlSuite.CONFIG.formatted("a", "3"), "replace --force"))
                .contains("configmap/a replaced");
        assertThat(suite.json("configmap/a", ".metadata.uid")).isNotEqualTo(uid);
    }

    @Test
    void deletesInEveryWay() {
        KubectlSuite suite = KubectlSuite.in(server, version);
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            suite.configMap(name, "1");
        }

        assertThat(suite.run("delete configmap a --dry-run=server")).contains("(server dry run)");
        assertThat(suite.run("delete configmap a --wait=false")).startsWith("configmap \"a\" deleted");
        assertThat(suite.run("delete configmap b --cascade=foreground --timeout=30s"))
                .startsWith("configmap \"b\"");
        assertThat(suite.run("delete configmap c --cascade=orphan --timeout=30s"))
                .startsWith("configmap \"c\"");
        assertThat(suite.run("delete configmap d --force --grace-period=0")).contains("configmap \"d\" force deleted");
        assertThat(suite.run("delete configmap none --ignore-not-found")).isEmpty();
        suite.configMap("f", "1");
        assertThat(suite.run("delete configmap -l l=x --timeout=30s")).contains("\"e\" deleted", "\"f\" deleted");
        suite.configMap("g", "1");
        assertThat(suite.run("delete configmap --all --timeout=30s")).contains("\"g\" deleted");
        assertThat(suite.run("delete namespace " + suite.namespace() + " --timeout=60s"))
                .contains("deleted");
        assertThat(suite.refused("get namespace " + suite.namespace())).contains("NotFound");
    }
}
