package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests that people have, applied as they are: where they land, and what is said of bad ones. */
@ExtendWith(SharedFleet.class)
@Timeout(300)
final class ManifestsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path SHARED = Path.of(System.getProperty("manifests", "../../shared/manifests"));

    private static LocalFleetFixture fleet;

    @BeforeAll
    static void find(LocalFleetFixture shared) {
        fleet = shared;
    }

    @Test
    void spreadsOnlineBoutiqueOverRegions() {
        Path manifest = present(SHARED.resolve("online-boutique.yaml"));
        Kubectl hub = fleet.kubectl("hub", "boutique");
        hub.run(Workloads.namespace("boutique") + """
                apiVersion: policy.karmada.io/v1alpha1
                kind: ClusterPropagationPolicy
                metadata: {name: boutique}
                spec:
                  resourceSelectors:
                  - {apiVersion: apps/v1, kind: Deployment, namespace: boutique}
                  - {apiVersion: v1, kind: Service, namespace: boutique}
                  - {apiVersion: v1, kind: ServiceAccount, namespace: boutique}
                  placement:
                    spreadConstraints:
                    - {spreadByField: region, minGroups: 2, maxGroups: 3}
                    - {spreadByField: cluster, minGroups: 2, maxGroups: 6}
                    replicaScheduling:
                      replicaSchedulingType: Divided
                      replicaDivisionPreference: Weighted
                      weightPreference: {dynamicWeight: AvailableReplicas}
                """, "apply", "-f", "-").succeeded();

        hub.run("apply -f " + manifest).succeeded();
        hub.run("scale deployment --all --replicas=6").succeeded();

        List<JsonNode> deployments = await("Online Boutique available")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> fleet.list("hub", LocalFleetFixture.DEPLOYMENTS.formatted("boutique")),
                        list -> !list.isEmpty() && list.stream().allMatch(Workloads.ready(6)));
        assertThat(deployments).hasSizeGreaterThanOrEqualTo(11);
        for (JsonNode deployment : deployments) {
            String name = deployment.at("/metadata/name").asString();
            SequencedMap<String, Integer> placed = Workloads.placed(fleet, "boutique", name);
            assertThat(placed.values().stream().mapToInt(Integer::intValue).sum())
                    .as(name)
                    .isEqualTo(6);
            assertThat(regions(placed)).as(name + " " + placed).hasSizeGreaterThanOrEqualTo(2);
            assertThat(Workloads.running(fleet, "boutique", name)).as(name).isEqualTo(placed);
        }
        String first =
                Workloads.placed(fleet, "boutique", "frontend").firstEntry().getKey();
        assertThat(fleet.kubectl(first, "boutique")
                        .run("get service,serviceaccount -o name")
                        .output())
                .contains("service/frontend", "serviceaccount/frontend");
    }

    @Test
    void takesKarmadasSamplesUnchanged() {
        Path samples = present(SHARED.resolve("karmada-samples"));
        Kubectl hub = fleet.kubectl("hub", "default");

        hub.run("apply -f " + samples.resolve("nginx-deployment.yaml") + " -f "
                        + samples.resolve("nginx-overridepolicy.yaml") + " -f "
                        + samples.resolve("nginx-propagationpolicy.yaml"))
                .succeeded();

        Workloads.awaitDeployment(fleet, "default", "nginx", Workloads.ready(2));
        assertThat(Workloads.placed(fleet, "default", "nginx"))
                .as(() -> Workloads.binding(fleet, "default", "nginx")
                        .path("status")
                        .toString())
                .isEqualTo(Map.of("member1", 1, "member2", 1));
        assertThat(Workloads.running(fleet, "default", "nginx")).isEqualTo(Map.of("member1", 1, "member2", 1));
        JsonNode second = fleet.get("member2", LocalFleetFixture.DEPLOYMENTS.formatted("default") + "/nginx");
        assertThat(second.at("/metadata/labels/env").asString("")).isEqualTo("skoala-dev");
        assertThat(second.at("/metadata/labels/env-stat").asString("")).isEqualTo("skoala-stage");
        JsonNode first = fleet.get("member1", LocalFleetFixture.DEPLOYMENTS.formatted("default") + "/nginx");
        assertThat(first.at("/metadata/labels").has("env")).isFalse();
        assertThat(first.at("/metadata/annotations/env").asString("")).isEqualTo("skoala-stage");
    }

    @Test
    void takesKarmadasSampleOfACustomKindUnchanged() {
        Path samples = present(SHARED.resolve("karmada-samples"));
        Kubectl hub = fleet.kubectl("hub", "default");

        hub.run("apply -f " + samples.resolve("guestbook-guestbooks-crd.yaml")).succeeded();
        // kubectl gives up at once on a definition whose conditions are null still, as they are at first with any
        // API server.
        await("the definition established")
                .atMost(PATIENCE)
                .until(() -> hub.run("wait --for=condition=Established --timeout=30s crd/guestbooks.webapp.my.domain")
                                .exit()
                        == 0);
        hub.run("apply -f " + samples.resolve("guestbook-guestbooks-clusterpropagationpolicy.yaml"))
                .succeeded();
        await("Guestbooks known to kubectl")
                .atMost(PATIENCE)
                .until(() -> hub.run("apply -f " + samples.resolve("guestbook-guestbook.yaml"))
                                .exit()
                        == 0);
        hub.run("apply -f " + samples.resolve("guestbook-guestbooks-overridepolicy.yaml") + " -f "
                        + samples.resolve("guestbook-guestbooks-propagationpolicy.yaml"))
                .succeeded();

        String path = "/apis/webapp.my.domain/v1/namespaces/default/guestbooks/guestbook-sample";
        JsonNode copy = await("the Guestbook in member1")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> fleet.get("member1", path),
                        seen -> seen.at("/spec/size").asInt(0) == 4);
        assertThat(copy.at("/metadata/annotations/OverridePolicy").asString("")).isEqualTo("test");
        assertThat(copy.at("/spec/configMapName").asString("")).isEqualTo("test");
        assertThat(fleet.get("hub", path).at("/spec/size").asInt(0)).isEqualTo(2);
        assertThat(fleet.get("member2", path).isMissingNode()).isTrue();
    }

    @Test
    void refusesAnUnknownField() {
        String manifest = Workloads.deployment("typo", 1).replace("replicas:", "replicaz:");

        Command.Outcome refused = fleet.kubectl("hub", "default").run(manifest, "apply", "-f", "-");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output())
                .contains("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error:"
                        + " unknown field \"spec.replicaz\"");
        assertNothingCalled("typo");
    }

    @Test
    void refusesAPolicyThatBreaksARule() {
        String policy = """
                {"apiVersion":"policy.karmada.io/v1alpha1","kind":"PropagationPolicy","metadata":{"name":"broken"},
                 "spec":{"resourceSelectors":[{"apiVersion":"apps/v1","kind":"Deployment"}],
                 "placement":{"spreadConstraints":[{"spreadByField":"cluster","minGroups":3,"maxGroups":2}]}}}""";
        String path = "/apis/policy.karmada.io/v1alpha1/namespaces/default/propagationpolicies";

        KubeClient.Answer refused = fleet.hub().send("POST", path, Optional.of(json(policy)), "application/json");

        assertThat(refused.status()).as(refused.message()).isEqualTo(422);
        assertThat(refused.body().path("reason").asString()).isEqualTo("Invalid");
        assertThat(refused.body().at("/details/causes/0/field").asString())
                .startsWith("spec.placement.spreadConstraints");
        assertThat(fleet.hub().get(path + "/broken")).isEmpty();
    }

    @Test
    void refusesMalformedYaml() {
        Command.Outcome refused = fleet.kubectl("hub", "default")
                .run(
                        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": ",
                        "create",
                        "--raw",
                        "/api/v1/namespaces/default/configmaps",
                        "-f",
                        "-");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("BadRequest");
    }

    @Test
    void refusesAnObjectOfFiveMegabytes() {
        ObjectNode config = json("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"huge\"}}");
        config.putObject("data").put("k", "x".repeat(5 * 1024 * 1024));
        String path = "/api/v1/namespaces/default/configmaps";

        KubeClient.Answer refused = fleet.hub().send("POST", path, Optional.of(config), "application/json");

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body().path("reason").asString()).isEqualTo("RequestEntityTooLarge");
        assertThat(refused.message()).isEqualTo("Request entity too large: limit is 3145728");
        assertThat(fleet.hub().get(path + "/huge")).isEmpty();
    }

    private static void assertNothingCalled(String name) {
        assertThat(fleet.get("hub", LocalFleetFixture.DEPLOYMENTS.formatted("default") + "/" + name)
                        .isMissingNode())
                .isTrue();
        assertThat(Workloads.binding(fleet, "default", name).isMissingNode()).isTrue();
        assertThat(Workloads.running(fleet, "default", name)).isEmpty();
    }

    private static Set<String> regions(SequencedMap<String, Integer> placed) {
        return placed.keySet().stream().map(fleet.regions()::get).collect(Collectors.toSet());
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            System.out.println("SKIPPED: manifests of others: there is no " + path);
        }
        assumeTrue(Files.exists(path), path + " is not there");
        return path;
    }

    private static ObjectNode json(String text) {
        return dev.flotilla.api.store.ObjectJson.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
