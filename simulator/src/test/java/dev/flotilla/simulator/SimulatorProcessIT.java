package dev.flotilla.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flotilla.simulator.fault.Fault;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorProcessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static SimulatorProcess process;
    private static SimulatorClient controls;

    @BeforeAll
    static void start() throws IOException {
        process = SimulatorProcess.start(FleetOptions.of(
                directory,
                List.of("eu-1", "eu-2", "us-1"),
                List.of("eu", "eu", "us"),
                0,
                ClusterOptions.Nodes.DEFAULT));
        controls = SimulatorClient.of(directory);
    }

    @AfterAll
    static void end() {
        controls.close();
        process.close();
    }

    @AfterEach
    void heal() throws Exception {
        for (String cluster : List.of("eu-1", "eu-2", "us-1")) {
            controls.set(cluster, Fault.None.NONE);
        }
    }

    private static KubernetesClient client(String cluster) throws IOException {
        Config config = Config.fromKubeconfig(Files.readString(directory.resolve(cluster + ".kubeconfig")));
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(30_000);
        config.setClientKeyAlgo("EC");
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Deployment web(KubernetesClient client, String name) {
        return client.getKubernetesSerialization().unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s, namespace: default}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: c, image: "web:1", ports: [{containerPort: 80}]}]}
                """.formatted(name), Deployment.class);
    }

    private static void apply(KubernetesClient client, Deployment deployment) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("flotilla")
                .build();
        client.resource(deployment).patch(context);
    }

    @Test
    void makesAnAppliedDeploymentAvailable() throws IOException {
        try (KubernetesClient client = client("eu-1")) {
            apply(client, web(client, "web"));

            await().atMost(PATIENCE).untilAsserted(() -> {
                Deployment live = client.apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("web")
                        .get();
                assertThat(live.getStatus().getAvailableReplicas()).isEqualTo(3);
                assertThat(live.getStatus().getConditions())
                        .anyMatch(each -> each.getType().equals("Available")
                                && each.getStatus().equals("True"));
            });
            List<Pod> pods = client.pods()
                    .inNamespace("default")
                    .withLabel("app", "web")
                    .list()
                    .getItems();
            assertThat(pods).hasSize(3).allSatisfy(pod -> {
                assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
                assertThat(pod.getSpec().getNodeName()).startsWith("eu-1-node-");
            });
        }
    }

    @Test
    void takesPodsAwayWithTheirDeployment() throws IOException {
        try (KubernetesClient client = client("us-1")) {
            apply(client, web(client, "gone"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    client.pods().inNamespace("default").list().getItems())
                            .hasSize(3));

            client.apps().deployments().inNamespace("default").withName("gone").delete();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    client.pods().inNamespace("default").list().getItems())
                            .isEmpty());
        }
    }

    @Test
    void emptiesANamespaceThatIsDeleted() throws IOException {
        try (KubernetesClient client = client("us-1")) {
            Namespace shop = new NamespaceBuilder()
                    .withNewMetadata()
                    .withName("shop")
                    .endMetadata()
                    .build();
            client.resource(shop).create();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.serviceAccounts()
                                    .inNamespace("shop")
                                    .withName("default")
                                    .get())
                            .isNotNull());

            client.resource(shop).delete();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    client.namespaces().withName("shop").get())
                            .isNull());
        }
    }

    @Test
    void describesItsNodesByRegionAndZone() throws IOException {
        try (KubernetesClient client = client("eu-2")) {
            assertThat(client.nodes().list().getItems())
                    .hasSize(3)
                    .allSatisfy(node -> assertThat(node.getMetadata().getLabels())
                            .containsEntry("topology.kubernetes.io/region", "eu")
                            .containsEntry("topology.kubernetes.io/zone", "eu-2-a"));
        }
    }

    @Test
    void cutsARegionOffAndBringsItBackAsItWas() throws Exception {
        try (KubernetesClient client = client("eu-2")) {
            apply(client, web(client, "kept"));
            AtomicInteger cut = new AtomicInteger();
            try (Watch _ = client.pods().inNamespace("default").watch(cutCounter(cut))) {
                assertThat(controls.set("eu", Fault.Unreachable.UNREACHABLE)).hasSize(2);

                assertThatThrownBy(() -> client.namespaces().list()).isInstanceOf(KubernetesClientException.class);

                controls.set("eu", Fault.None.NONE);
                assertThat(client.apps()
                                .deployments()
                                .inNamespace("default")
                                .withName("kept")
                                .get())
                        .isNotNull();
            }
        }
    }

    private static Watcher<Pod> cutCounter(AtomicInteger cut) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod resource) {
                // Only the cut matters here.
            }

            @Override
            public void onClose(WatcherException cause) {
                cut.incrementAndGet();
            }
        };
    }

    @Test
    void answersLateOrWithErrorsWhenAskedTo() throws Exception {
        try (KubernetesClient client = client("us-1")) {
            controls.set("us-1", new Fault.Slow(Duration.ofMillis(300)));
            long before = System.nanoTime();
            client.namespaces().list();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));

            controls.set("us-1", new Fault.Erroring(500, 1));
            assertThatThrownBy(() -> client.namespaces().list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            failed -> assertThat(failed.getCode()).isEqualTo(500));
        }
    }

    @Test
    void namesWhatIsWrongWithAFault() {
        assertThatThrownBy(() -> controls.set("us-1", new Fault.Erroring(404, 1)))
                .hasMessageContaining("status: Unsupported value");
        assertThatThrownBy(() -> controls.set("mars", Fault.None.NONE)).hasMessageContaining("eu-1 (eu)");
    }

    @Test
    void keepsItsSecretsFromOthers() throws IOException {
        for (String file : List.of("admin-token", "ca.key", "admin.key", "eu-1.kubeconfig", "simulator.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void isReachedByKubectl() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/kubectl"))
                        || Files.isExecutable(Path.of("/usr/local/bin/kubectl")),
                "no kubectl on this machine");
        Process kubectl = new ProcessBuilder(
                        "kubectl",
                        "--kubeconfig",
                        directory.resolve("eu-2.kubeconfig").toString(),
                        "get",
                        "nodes")
                .redirectErrorStream(true)
                .start();
        String printed = new String(kubectl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(kubectl.waitFor()).as(printed).isZero();
        assertThat(printed).contains("NAME").contains("eu-2-node-1").contains("Ready");
    }
}
