package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.TrafficView;
import dev.flotilla.e2e.Kubectl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Traffic follows ready replicas: away from a lost region at once, back in steps, away from a copy before it goes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
final class TrafficIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAMESPACE = "traffic";
    private static final int STEP = 25;
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final String POLICIES =
            "/apis/traffic.flotilla.dev/v1alpha1/namespaces/traffic/globaltrafficpolicies";
    private static final String POLICY = POLICIES + "/web";
    private static final String RECORDS = "/apis/externaldns.k8s.io/v1alpha1/namespaces/traffic/dnsendpoints/web";
    private static final String EVERYWHERE = """
            apiVersion: policy.karmada.io/v1alpha1
            kind: PropagationPolicy
            metadata: {name: everywhere}
            spec:
              resourceSelectors:
                - {apiVersion: v1, kind: Service}
                - {apiVersion: apps/v1, kind: Deployment}
              placement:
                clusterAffinity: {exclude: [%s]}
            ---
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: LoadBalancer
              selector: {app: web}
              ports: [{port: 80}]
            ---
            """;
    private static final String TRAFFIC = """
            apiVersion: traffic.flotilla.dev/v1alpha1
            kind: GlobalTrafficPolicy
            metadata: {name: web}
            spec:
              hostnames: [web.example.com]
              backends: [{name: web, service: web}]
              strategy: {type: Replicas}
              shift: {maxStepPercent: 25, interval: 2s}
            ---
            """;

    private static LocalFleetFixture fleet;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        fleet = LocalFleetFixture.start("eu-1=eu", "us-1=us", "us-2=us", "ap-1=ap");
        fleet.awaitReady();
        apply(Workloads.namespace(NAMESPACE)
                + EVERYWHERE.formatted("none")
                + SERVICE
                + Workloads.deployment("web", 2)
                + TRAFFIC);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    @Order(1)
    void weightsComeToFollowReadyReplicas() {
        awaitWeights(Map.of("eu-1", 25, "us-1", 25, "us-2", 25, "ap-1", 25));

        JsonNode policy = fleet.get("hub", POLICY);
        assertThat(policy.at("/status/scale").asInt()).isEqualTo(100);
        assertThat(condition(policy, "Converged")).isEqualTo("True");
        assertThat(condition(policy, "Programmed")).isEqualTo("True");
        assertThat(published()).isEqualTo(weights(policy));
        assertThat(new TrafficView(fleet.hub()).policies()).singleElement().satisfies(shown -> {
            assertThat(shown.converged()).isTrue();
            assertThat(shown.troubles()).isEmpty();
            assertThat(shown.sites()).extracting(TrafficView.Site::weight).containsOnly(25);
        });
        assertThat(fleet.get("hub", RECORDS).at("/spec/endpoints"))
                .allSatisfy(endpoint ->
                        assertThat(endpoint.at("/targets/0").asString()).startsWith("198."));
    }

    @Test
    @Order(2)
    void aLostRegionHasNoWeightAtOnceThoughItsCopiesStay() {
        fleet.fail("eu");

        await("no weight on eu-1")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    assertThat(weight("eu-1")).isZero();
                    assertThat(published()).doesNotContainKey("eu-1");
                });
        JsonNode policy = fleet.get("hub", POLICY);
        assertThat(weights(policy).values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(100);
        assertThat(site(policy, "eu-1").path("health").asString()).isEqualTo("Unreachable");
        assertThat(site(policy, "eu-1").path("reason").asString()).startsWith("the cluster is not ready");
        JsonNode binding = Workloads.binding(fleet, NAMESPACE, "web");
        assertThat(binding.at("/spec/clusters")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .contains("eu-1");
        assertThat(binding.at("/spec/removing").isEmpty()).isTrue();
    }

    @Test
    @Order(3)
    void whatComesBackGetsItsWeightInStepsNoLargerThanAllowed() throws Exception {
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        try (KubeClient hub = fleet.watcher("hub");
                AutoCloseable _ =
                        hub.follow(POLICIES + "?watch=true", event -> seen.add(Seen.of(event.path("object"))))) {
            fleet.heal("eu");

            awaitWeights(Map.of("eu-1", 25, "us-1", 25, "us-2", 25, "ap-1", 25));
            await("the watch has seen it too")
                    .atMost(PATIENCE)
                    .until(() -> seen.stream().anyMatch(each -> each.weights().getOrDefault("eu-1", 0) == 25));
        }

        checkSteps(List.copyOf(seen));
        assertThat(fleet.list("eu-1", LocalFleetFixture.DEPLOYMENTS.formatted(NAMESPACE)))
                .hasSize(1);
    }

    @Test
    @Order(4)
    void aCopyIsDrainedBeforeItIsRemoved() throws Exception {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        String deployments = LocalFleetFixture.DEPLOYMENTS.formatted(NAMESPACE);
        apply(TRAFFIC.replace("maxStepPercent: 25", "maxStepPercent: 10"));
        try (KubeClient hub = fleet.watcher("hub");
                KubeClient member = fleet.watcher("us-2");
                AutoCloseable _ = member.follow(deployments + "?watch=true", event -> {
                    if (event.path("type").asString().equals("DELETED")) {
                        events.add("removed");
                    }
                });
                AutoCloseable _ = hub.follow(
                        POLICIES + "?watch=true",
                        event -> events.add(
                                "weight " + weights(event.path("object")).getOrDefault("us-2", 0)))) {
            apply(EVERYWHERE.formatted("us-2"));

            await("the copy in us-2 is drained and gone")
                    .atMost(PATIENCE)
                    .until(() -> events.containsAll(List.of("weight 0", "removed")));
        }

        assertThat(events)
                .containsSubsequence("weight 15", "weight 5", "weight 0")
                .containsSubsequence("weight 15", "weight 5", "removed");
        awaitWeights(Map.of("ap-1", 34, "eu-1", 33, "us-1", 33));
    }

    @Test
    @Order(5)
    void recordsGoWithTheirPolicy() {
        fleet.kubectl("hub", NAMESPACE).run("delete gtp web").succeeded();

        await("no DNSEndpoint is left")
                .atMost(PATIENCE)
                .until(() -> fleet.get("hub", RECORDS).isMissingNode());
    }

    /** What was seen of the policy's weights, and when the last step was taken. */
    private record Seen(SequencedMap<String, Integer> weights, Instant shiftedAt) {
        static Seen of(JsonNode policy) {
            String shiftedAt = policy.at("/status/shiftedAt").asString("");
            return new Seen(TrafficIT.weights(policy), shiftedAt.isEmpty() ? Instant.EPOCH : Instant.parse(shiftedAt));
        }
    }

    private static void checkSteps(List<Seen> seen) {
        for (int index = 1; index < seen.size(); index++) {
            Seen before = seen.get(index - 1);
            Seen after = seen.get(index);
            for (String cluster : after.weights().keySet()) {
                int difference =
                        Math.abs(after.weights().get(cluster) - before.weights().getOrDefault(cluster, 0));
                assertThat(difference)
                        .as("%s from %s to %s", cluster, before, after)
                        .isLessThanOrEqualTo(STEP);
            }
            if (!after.shiftedAt().equals(before.shiftedAt())) {
                assertThat(Duration.between(before.shiftedAt(), after.shiftedAt()))
                        .as("from %s to %s", before, after)
                        .isGreaterThanOrEqualTo(INTERVAL);
            }
        }
    }

    private static void awaitWeights(Map<String, Integer> wanted) {
        await("weights " + wanted)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(
                        () -> assertThat(weights(fleet.get("hub", POLICY))).isEqualTo(wanted));
    }

    private static SequencedMap<String, Integer> weights(JsonNode policy) {
        SequencedMap<String, Integer> weights = new TreeMap<>();
        policy.at("/status/effective")
                .forEach(site -> weights.put(
                        site.path("cluster").asString(), site.path("weight").asInt()));
        return weights;
    }

    private static JsonNode site(JsonNode policy, String cluster) {
        return policy.at("/status/effective")
                .valueStream()
                .filter(site -> site.path("cluster").asString().equals(cluster))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no site " + cluster + " in " + policy.path("status")));
    }

    private static int weight(String cluster) {
        return weights(fleet.get("hub", POLICY)).getOrDefault(cluster, 0);
    }

    /** What the DNSEndpoint says. */
    private static SequencedMap<String, Integer> published() {
        SequencedMap<String, Integer> weights = new TreeMap<>();
        fleet.get("hub", RECORDS)
                .at("/spec/endpoints")
                .forEach(endpoint -> weights.put(
                        endpoint.path("setIdentifier").asString(),
                        endpoint.at("/providerSpecific/0/value").asInt()));
        return weights;
    }

    private static String condition(JsonNode policy, String type) {
        return policy.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString().equals(type))
                .map(condition -> condition.path("status").asString())
                .findFirst()
                .orElse("");
    }

    private static void apply(String manifests) {
        fleet.kubectl("hub", NAMESPACE).run(manifests, "apply", "-f", "-").succeeded();
    }
}
