package dev.flotilla.e2e.fleetview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import dev.flotilla.simulator.fault.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** kubectl over all members at once, through the hub. */
class FleetSearchIT {
    private static FleetView view;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        view = new FleetView("m1", "m2", "m3");
        kubectl = view.over();
        view.run("m1", "one");
        view.run("m2", "two");
        view.run("m3", "three");
    }

    @AfterAll
    static void stop() {
        if (view != null) {
            view.close();
        }
    }

    @Test
    void printsPodsOfAllMembersWithTheirCluster() {
        String table = kubectl.run("get pods -A").succeeded().output();

        assertThat(table.lines().findFirst().orElse("").split(" +")).startsWith("NAMESPACE", "NAME", "CLUSTER");
        assertThat(table).containsPattern("default +one +m1 ").containsPattern("default +three +m3 ");
    }

    @Test
    void pagesOverClustersWithoutLossOrRepetition() {
        List<String> names = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ObjectNode page = raw(kubectl, "/api/v1/pods?limit=1&continue=" + token);
            page.path("items").forEach(pod -> names.add(pod.at("/metadata/name").asString("")));
            assertThat(page.path("items").size()).isLessThanOrEqualTo(1);
            token = page.at("/metadata/continue").asString("");
            pages++;
        } while (!token.isEmpty() && pages < 10);

        assertThat(names).containsExactly("one", "two", "three");
    }

    @Test
    void findsOneObjectWhereverItIs() {
        assertThat(kubectl.run("get pod two -o jsonpath={.metadata.annotations}")
                        .succeeded()
                        .output())
                .contains("\"resource.karmada.io/cached-from-cluster\":\"m2\"");
        assertThat(kubectl.run("get pod nosuch").output()).contains("pods \"nosuch\" not found");
        assertThat(kubectl.run("get namespace default").output())
                .contains("m1, m2, m3")
                .contains("clusters/m1/proxy");
    }

    @Test
    void readsLogsAndRunsCommandsWhereThePodIs() {
        assertThat(kubectl.run("logs three --tail=1").succeeded().output()).startsWith("container three");
        assertThat(kubectl.run("exec three -- hostname").succeeded().output()).isEqualTo("three\n");
    }

    @Test
    void writesToTheMemberThatHasTheObject() {
        view.run("m2", "written");

        kubectl.run("label pod written tier=front").succeeded();
        assertThat(view.through("m2")
                        .run("get pod written -o jsonpath={.metadata.labels.tier}")
                        .output())
                .isEqualTo("front");

        kubectl.run("delete pod written --wait=false").succeeded();
        assertThat(kubectl.run("create configmap homeless").output()).contains("which cluster it is meant for");
    }

    @Test
    void answersForTheHubsOwnKindsItself() {
        assertThat(kubectl.run("get clusters -o name").succeeded().output())
                .contains("cluster.cluster.karmada.io/m1", "cluster.cluster.karmada.io/m3");
        assertThat(kubectl.run("api-resources").succeeded().output()).contains("pods", "propagationpolicies");
    }

    @Test
    void describesItsKindsInDiscoveryAndOpenApi() {
        Kubectl hub = view.kubectl("", "admin", "system:masters");

        assertThat(hub.run("get --raw /apis/cluster.karmada.io/v1alpha1")
                        .succeeded()
                        .output())
                .contains("clusters/proxy");
        assertThat(hub.run("get --raw /apis/search.karmada.io/v1alpha1")
                        .succeeded()
                        .output())
                .contains("proxying/proxy", "resourceregistries");
        assertThat(hub.run("explain resourceregistries.spec").succeeded().output())
                .contains("resourceSelectors");
        assertThat(hub.run("get --raw /openapi/v2").succeeded().output()).contains("ResourceRegistry");
    }

    @Test
    void sendsWhatHappensInAnyMember() throws IOException {
        Process watch = kubectl.start("get", "pods", "-w", "-l", "app in (early,late)", "--no-headers");
        try (BufferedReader lines = watch.inputReader()) {
            view.run("m1", "early");
            assertThat(lines.readLine()).containsPattern("early +m1 ");
            view.run("m3", "late");
            String line = lines.readLine();
            while (line != null && line.startsWith("early")) {
                line = lines.readLine();
            }
            assertThat(line).containsPattern("late +m3 ");
        } finally {
            watch.destroy();
        }
        view.through("m1").run("delete pod early --wait=false --grace-period=0 --force");
        view.through("m3").run("delete pod late --wait=false --grace-period=0 --force");
    }

    @Test
    void saysThatAMemberIsUnknownRatherThanEmpty() {
        view.member("m2").set(Fault.Unreachable.UNREACHABLE);
        try {
            Command.Outcome pods = kubectl.run("get pods");
            assertThat(pods.succeeded().output())
                    .contains("one", "three")
                    .contains("Warning: cluster \"m2\" did not answer, what it holds is unknown");

            Command.Outcome two = kubectl.run("get pod two");
            assertThat(two.exit()).isNotZero();
            assertThat(two.output())
                    .contains("these clusters did not answer: m2")
                    .doesNotContain("NotFound");
        } finally {
            view.member("m2").set(Fault.None.NONE);
        }
    }

    @Test
    void listsInTheOlderFormToo() {
        String root = "/apis/search.karmada.io/v1alpha1/search/cache";
        Kubectl hub = view.kubectl("", "admin", "system:masters");

        ObjectNode list = raw(hub, root + "/api/v1/namespaces/default/pods?labelSelector=app%3Done");

        assertThat(list.path("items")).hasSize(1);
        assertThat(list.at("/items/0/metadata/annotations")
                        .path("resource.karmada.io/cached-from-cluster")
                        .asString(""))
                .isEqualTo("m1");
    }

    @Test
    void asksTheClustersThatARegistryChoosesForAResource() {
        ObjectKey key = ObjectKey.of("search.karmada.io", "resourceregistries", "", "nodes-of-m3");
        view.put(key, """
                {"apiVersion":"search.karmada.io/v1alpha1","kind":"ResourceRegistry",
                 "metadata":{"name":"nodes-of-m3"},
                 "spec":{"targetCluster":{"clusterNames":["m3"]},
                         "resourceSelectors":[{"apiVersion":"v1","kind":"Node"}]}}""");

        assertThat(kubectl.run("get nodes --no-headers").succeeded().output().lines())
                .isNotEmpty()
                .allMatch(line -> line.contains(" m3 "));
        assertThat(kubectl.run("get pods").succeeded().output()).contains("m1");
    }

    private static ObjectNode raw(Kubectl kubectl, String path) {
        String prefix = path.startsWith("/apis/search") ? "" : FleetView.FLEET;
        return ObjectJson.parse(
                kubectl.run("get --raw " + prefix + path).succeeded().output().getBytes(StandardCharsets.UTF_8));
    }
}
