package dev.flotilla.e2e.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.command.ExplainCommand;
import dev.flotilla.cli.place.PlaceCommand;
import dev.flotilla.e2e.member.WebhookServer;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.PlacementSettings;
import dev.flotilla.placement.defaults.ExtenderRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The controllers around placement, in a hub that runs; each test has a namespace of its own. */
@Timeout(180)
final class PlacementIT {
    private static final String BY_ROOM = """
            replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted,
              weightPreference: {dynamicWeight: AvailableReplicas}}""";

    @TempDir
    private static Path scratch;

    private static final WebhookServer EXTENDER = new WebhookServer();
    private static HubWithMembers hub;

    @BeforeAll
    static void start() throws IOException {
        Path authority = Files.write(
                scratch.resolve("extender-ca.crt"), Base64.getDecoder().decode(WebhookServer.caBundle()));
        PlacementSettings placement = PlacementSettings.DEFAULT
                .withDescheduleAfter(Duration.ofSeconds(1))
                .withExtenders(List.of(new PlacementSettings.Extender(
                        new ExtenderRule("cost", List.of("apps/v1/StatefulSet"), 2, false, 600),
                        EXTENDER.url("cost"),
                        Optional.of(authority),
                        Duration.ofSeconds(5))));
        HubConfig config = HubConfig.local(scratch.resolve("hub"), 0).withPlacement(placement);
        hub = new HubWithMembers(config, "eu-1=eu", "us-1=us", "ap-1=ap", "ap-2=ap");
        hub.join("eu-1", "us-1", "ap-1");
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        EXTENDER.close();
    }

    @Test
    void anExtenderHasASayAndItsWordsAreInTheExplanation() {
        EXTENDER.on("cost", request -> {
            assertThat(request.path("clusters")
                            .valueStream()
                            .map(each -> each.path("name").asString()))
                    .contains("eu-1", "us-1", "ap-1");
            return WebhookServer.Reply.json(ObjectJson.parse("""
                    {"response": {"refused": {"us-1": "no licence there"}, "scores": {"ap-1": 70, "eu-1": 30}}}""".getBytes(StandardCharsets.UTF_8)));
        });
        begin("advised", "{spreadConstraints: [{spreadByField: cluster, minGroups: 1, maxGroups: 1}]}");
        hub.apply("advised", statefulSet("db"));

        String binding = HubWithMembers.path("advised", "ResourceBinding") + "db-statefulset";
        HubWithMembers.until(
                "it placed",
                () -> hub.get(binding),
                found -> !found.at("/spec/clusters").isEmpty());

        assertThat(hub.get(binding).at("/spec/clusters/0/name").asString()).isEqualTo("ap-1");
        JsonNode explained = hub.get("/explain?resource=statefulsets.apps&namespace=advised&name=db");
        assertThat(verdict(explained, "us-1").path("decidedBy").asString()).isEqualTo("Filter");
        assertThat(verdict(explained, "us-1").path("why").asString()).isEqualTo("cost: no licence there");
        assertThat(verdict(explained, "ap-1").path("points").valueStream())
                .extracting(
                        each -> each.path("scorer").asString(),
                        each -> each.path("points").asInt(),
                        each -> each.path("counts").asInt())
                .contains(org.assertj.core.groups.Tuple.tuple("cost", 70, 140));
        assertThat(EXTENDER.asked()).as("an answer holds").hasSize(1);
        assertThat(run(new ExplainCommand(), "statefulset/db", "-n", "advised"))
                .contains("StatefulSet advised/db, replicas: 2")
                .containsPattern("us-1 +us +- .*Filter +cost: no licence there");
    }

    private static JsonNode verdict(JsonNode explained, String cluster) {
        return explained
                .path("clusters")
                .valueStream()
                .filter(each -> each.path("cluster").asString().equals(cluster))
                .findFirst()
                .orElseThrow();
    }

    private static String statefulSet(String name) {
        return deployment(name, 2, "50m").replace("kind: Deployment", "kind: StatefulSet");
    }

    @Test
    void aWorkloadRebalancerDealsAnewWhatItNamesAndSaysSoOnTheTemplate() {
        hub.taint("us-1", "example.org/full");
        begin("rebalanced", "{clusterAffinity: {clusterNames: [eu-1, us-1]}, " + BY_ROOM + "}");
        hub.apply("rebalanced", deployment("web", 4, "100m"));
        hub.awaitPlaced("rebalanced", "web", Map.of("eu-1", 4)::equals);
        hub.taint("us-1", "");

        hub.apply("rebalanced", """
                apiVersion: apps.karmada.io/v1alpha1
                kind: WorkloadRebalancer
                metadata: {name: once}
                spec:
                  workloads:
                  - {apiVersion: apps/v1, kind: Deployment, name: web, namespace: rebalanced}
                  - {apiVersion: apps/v1, kind: Deployment, name: unknown, namespace: rebalanced}
                """);

        hub.awaitPlaced("rebalanced", "web", Map.of("eu-1", 2, "us-1", 2)::equals);
        String rebalancer = HubWithMembers.path("", "WorkloadRebalancer") + "once";
        JsonNode status = HubWithMembers.until(
                        "the rebalancer finished",
                        () -> hub.get(rebalancer),
                        object -> object.at("/status/finishTime").isString())
                .path("status");
        assertThat(status.path("observedWorkloads").valueStream())
                .extracting(
                        each -> each.at("/workload/name").asString(),
                        each -> each.path("result").asString(),
                        each -> each.path("reason").asString(""))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("web", "Successful", ""),
                        org.assertj.core.groups.Tuple.tuple("unknown", "Failed", "ReferencedBindingNotFound"));
        assertThat(hub.event("rebalanced", "web", "ScheduleBindingSucceed"))
                .startsWith("Moved, as a fresh deal was asked for")
                .contains("eu-1 4→2")
                .contains("us-1 0→2");
        hub.patch(rebalancer, "{\"spec\":{\"ttlSecondsAfterFinished\":0}}");
        HubWithMembers.until("the rebalancer gone", () -> hub.get(rebalancer), JsonNode::isMissingNode);
    }

    @Test
    void aQuotaIsNeverExceededByDecisionsThatAreMadeTogether() {
        begin("limited", "{clusterAffinity: {clusterNames: [eu-1, us-1]}, " + BY_ROOM + "}");
        hub.apply("limited", quota("1"));

        IntStream.range(0, 8)
                .parallel()
                .forEach(number -> hub.apply("limited", deployment("web-" + number, 1, "300m")));

        HubWithMembers.until("every one decided", PlacementIT::decided, count -> count == 8);
        assertThat(placed()).isEqualTo(3);
        HubWithMembers.until("what is used", PlacementIT::used, "900m"::equals);

        hub.apply("limited", quota("1500m"));
        HubWithMembers.until("more placed", PlacementIT::placed, count -> count == 5);
        HubWithMembers.until("what is used", PlacementIT::used, "1500m"::equals);
    }

    @Test
    void replicasDriftIntoAClusterThatJoinsIfTheirPolicyAsks() {
        begin(
                "drifting",
                "{clusterAffinity: {clusterNames: [ap-1, ap-2]}, " + BY_ROOM + "}",
                "rebalance: {when: [ClusterJoined], maxMoves: 5, interval: 1s, holdDown: 1s}");
        hub.apply("drifting", deployment("web", 4, "100m"));
        hub.awaitPlaced("drifting", "web", Map.of("ap-1", 4)::equals);
        Instant dealt = Instant.now();
        HubWithMembers.until("another second than the deal's", Instant::now, dealt.plusSeconds(1)::isBefore);

        hub.join("ap-2");

        hub.awaitPlaced("drifting", "web", clusters -> clusters.getOrDefault("ap-2", 0) > 0 && sum(clusters) == 4);
    }

    @Test
    void replicasDriftIntoAClusterThatIsRelabelledIfTheirPolicyAsks() {
        hub.patch("/apis/cluster.karmada.io/v1alpha1/clusters/eu-1", "{\"metadata\":{\"labels\":{\"tier\":\"gold\"}}}");
        begin(
                "relabelled",
                "{clusterAffinity: {labelSelector: {matchLabels: {tier: gold}}}, " + BY_ROOM + "}",
                "rebalance: {when: [ClusterRelabelled], maxMoves: 5, interval: 1s, holdDown: 1s}");
        hub.apply("relabelled", deployment("web", 4, "50m"));
        hub.awaitPlaced("relabelled", "web", Map.of("eu-1", 4)::equals);
        HubWithMembers.until(
                "its labels noted",
                () -> hub.get("/apis/cluster.karmada.io/v1alpha1/clusters/us-1"),
                cluster -> cluster.at("/metadata/annotations").toString().contains("labels-since"));

        hub.patch("/apis/cluster.karmada.io/v1alpha1/clusters/us-1", "{\"metadata\":{\"labels\":{\"tier\":\"gold\"}}}");

        hub.awaitPlaced("relabelled", "web", clusters -> clusters.getOrDefault("us-1", 0) > 0 && sum(clusters) == 4);
    }

    @Test
    void theSharesOfAQuotaAreResourceQuotasOfItsMembers() {
        hub.apply("", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shared}\n");
        hub.apply("shared", """
                apiVersion: policy.karmada.io/v1alpha1
                kind: FederatedResourceQuota
                metadata: {name: all}
                spec:
                  overall: {cpu: "4"}
                  staticAssignments:
                  - {clusterName: eu-1, hard: {cpu: "1"}}
                  - {clusterName: us-1, hard: {cpu: "2"}}
                """);
        HubWithMembers.until(
                "a share in its member",
                () -> hub.get(share("us-1")),
                found -> found.at("/spec/hard/cpu").asString("").equals("2"));
        HubWithMembers.until(
                "a share in its member",
                () -> hub.get(share("eu-1")),
                found -> found.at("/spec/hard/cpu").asString("").equals("1"));

        hub.patch(share("eu-1") + "/status", "{\"status\":{\"hard\":{\"cpu\":\"1\"},\"used\":{\"cpu\":\"300m\"}}}");
        String quota = HubWithMembers.path("shared", "FederatedResourceQuota") + "all";
        HubWithMembers.until(
                "what its member says",
                () -> hub.get(quota),
                found -> found.at("/status/aggregatedStatus")
                        .toString()
                        .equals("[{\"clusterName\":\"eu-1\",\"hard\":{\"cpu\":\"1\"},\"used\":{\"cpu\":\"300m\"}}]"));

        hub.patch(quota, "{\"spec\":{\"staticAssignments\":[{\"clusterName\":\"us-1\",\"hard\":{\"cpu\":\"3\"}}]}}");
        HubWithMembers.until("a share taken back", () -> hub.get(share("eu-1")), JsonNode::isMissingNode);
        HubWithMembers.until(
                "a share changed",
                () -> hub.get(share("us-1")),
                found -> found.at("/spec/hard/cpu").asString("").equals("3"));

        hub.client().delete(quota);
        HubWithMembers.until("the last share gone", () -> hub.get(share("us-1")), JsonNode::isMissingNode);
        HubWithMembers.until(
                "its binding gone",
                () -> hub.get(HubWithMembers.path("shared", "ResourceBinding") + "all-federatedresourcequota"),
                JsonNode::isMissingNode);
    }

    private static String share(String cluster) {
        return "/apis/cluster.karmada.io/v1alpha1/clusters/" + cluster
                + "/proxy/api/v1/namespaces/shared/resourcequotas/all";
    }

    @Test
    void aWorkloadGoesBackToItsFirstAffinityOnceThatFitsAgain() {
        hub.taint("eu-1", "example.org/maintenance");
        begin(
                "homing",
                "{clusterAffinities: [{affinityName: home, clusterNames: [eu-1]},"
                        + " {affinityName: away, clusterNames: [us-1]}]}",
                "rebalance: {when: [EarlierAffinityFits], maxMoves: 5, interval: 1s, holdDown: 1s}");
        hub.apply("homing", deployment("web", 2, "50m"));
        hub.awaitPlaced("homing", "web", Map.of("us-1", 2)::equals);
        HubWithMembers.until(
                "it ready away from home",
                () -> hub.get(HubWithMembers.path("homing", "Deployment") + "web"),
                web -> web.at("/status/readyReplicas").asInt(0) == 2);

        hub.taint("eu-1", "");

        hub.awaitPlaced("homing", "web", Map.of("eu-1", 2)::equals);
        assertThat(hub.event("homing", "web", "ScheduleBindingSucceed")).startsWith("Moved, as ");
    }

    /** The copies in eu-1 ask for more than a node there has, of which the hub's estimate knows nothing. */
    @Test
    void replicasThatStayPendingAreTakenBackAndGoElsewhere() {
        begin("pending", "{clusterAffinity: {clusterNames: [eu-1, us-1]}, " + BY_ROOM + "}");
        hub.apply("pending", """
                apiVersion: policy.karmada.io/v1alpha1
                kind: OverridePolicy
                metadata: {name: greedy}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                  overrideRules:
                  - targetCluster: {clusterNames: [eu-1]}
                    overriders:
                      plaintext:
                      - {path: /spec/template/spec/containers/0/resources/requests/cpu, operator: replace, value: "2"}
                """);
        hub.apply("pending", deployment("web", 4, "50m"));
        hub.awaitPlaced("pending", "web", clusters -> clusters.getOrDefault("eu-1", 0) > 0 && sum(clusters) == 4);

        hub.awaitPlaced("pending", "web", Map.of("us-1", 4)::equals);
    }

    @Test
    void placeFromHubForetellsWhatAPolicyMoves() throws IOException {
        begin("foretold", "{clusterAffinity: {clusterNames: [us-1]}, " + BY_ROOM + "}");
        hub.apply("foretold", deployment("one", 3, "50m") + deployment("two", 3, "50m"));
        hub.awaitPlaced("foretold", "one", Map.of("us-1", 3)::equals);
        hub.awaitPlaced("foretold", "two", Map.of("us-1", 3)::equals);
        String policy = policy("{clusterAffinity: {clusterNames: [ap-1]}, " + BY_ROOM + "}", "");
        Path file = Files.writeString(scratch.resolve("policy.yaml"), policy);

        JsonNode foretold = place("--from", "hub", "-n", "foretold", "-f", file.toString(), "-o", "json");

        Map<String, Map<String, Integer>> after = new TreeMap<>();
        for (JsonNode workload : foretold.path("workloads")) {
            if (workload.path("namespace").asString("").equals("foretold")) {
                assertThat(clusters(workload.path("before"))).isEqualTo(Map.of("us-1", 3));
                after.put(workload.path("name").asString(), clusters(workload.path("clusters")));
            }
        }
        assertThat(after.keySet()).containsExactly("one", "two");
        assertThat(hub.placed("foretold", "one")).as("nothing was changed").isEqualTo(Map.of("us-1", 3));
        String before =
                hub.binding("foretold", "two").at("/metadata/resourceVersion").asString();
        hub.apply("foretold", policy);
        after.forEach((name, clusters) -> hub.awaitPlaced("foretold", name, clusters::equals));

        hub.client().delete(HubWithMembers.path("foretold", "Deployment") + "two");
        JsonNode then = place("--at", before, "-n", "foretold", "-f", file.toString(), "-o", "json");

        assertThat(then.path("workloads")
                        .valueStream()
                        .filter(workload ->
                                workload.path("namespace").asString("").equals("foretold"))
                        .map(workload -> clusters(workload.path("clusters"))))
                .as("as it would have been, also of what is gone since")
                .containsExactlyElementsOf(after.values());
    }

    private static JsonNode place(String... arguments) {
        return ObjectJson.mapper().readTree(run(new PlaceCommand(), arguments));
    }

    /** What a command prints about the hub. */
    private static String run(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        List<String> line = new java.util.ArrayList<>(List.of(arguments));
        line.addAll(List.of("--kubeconfig", hub.kubeconfig().toString()));
        new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    throw failure;
                })
                .execute(line.toArray(String[]::new));
        return out.toString();
    }

    private static Map<String, Integer> clusters(JsonNode node) {
        Map<String, Integer> clusters = new TreeMap<>();
        node.properties()
                .forEach(each -> clusters.put(each.getKey(), each.getValue().asInt()));
        return clusters;
    }

    private static int sum(SortedMap<String, Integer> clusters) {
        return clusters.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long decided() {
        return limited()
                .filter(binding ->
                        HubWithMembers.condition(binding, "Scheduled").isObject())
                .count();
    }

    private static long placed() {
        return limited()
                .filter(binding -> !binding.at("/spec/clusters").isEmpty())
                .count();
    }

    private static java.util.stream.Stream<JsonNode> limited() {
        return hub.get(HubWithMembers.path("limited", "ResourceBinding").replaceAll("/$", ""))
                .path("items")
                .valueStream();
    }

    private static String used() {
        return hub.get(HubWithMembers.path("limited", "FederatedResourceQuota") + "quota")
                .at("/status/overallUsed/cpu")
                .asString("");
    }

    private static String quota(String cpu) {
        return """
                apiVersion: policy.karmada.io/v1alpha1
                kind: FederatedResourceQuota
                metadata: {name: quota}
                spec: {overall: {cpu: "%s"}}
                """.formatted(cpu);
    }

    private static void begin(String namespace, String placement, String... more) {
        hub.apply("", "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}\n");
        hub.apply(namespace, policy(placement, String.join("\n  ", more)));
    }

    private static String policy(String placement, String more) {
        return """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: all}
                spec:
                  resourceSelectors:
                  - {apiVersion: apps/v1, kind: Deployment}
                  - {apiVersion: apps/v1, kind: StatefulSet}
                  placement: %s
                  %s
                ---
                """.formatted(placement.replace("\n", " "), more);
    }

    private static String deployment(String name, int replicas, String cpu) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$s
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers: [{name: main, image: "nginx:1.27", resources: {requests: {cpu: %3$s}}}]
                ---
                """.formatted(name, replicas, cpu);
    }
}
