package dev.flotilla.e2e.placement;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig.Context;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.client.Membership;
import dev.flotilla.hub.HubNode;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.simulator.ClusterOptions;
import dev.flotilla.simulator.Fleet;
import dev.flotilla.simulator.SimulatedCluster;
import dev.flotilla.simulator.node.Pace;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A hub and its members, all in this process but for the broker; its members have three nodes of one core each. */
final class HubWithMembers implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters/";
    private static final ClusterOptions.Nodes NODES = new ClusterOptions.Nodes(3, "1", "4Gi", 100);

    private final Vertx vertx = Vertx.vertx();
    private final CertificateAuthority authority = CertificateAuthority.generate("members-ca", Instant.now());
    private final Fleet fleet;
    private final HubNode node;
    private final Path kubeconfig;
    private final KubeClient client;

    /** @param members each as {@code name=region}; they run, and are not joined yet */
    HubWithMembers(HubConfig config, String... members) throws IOException {
        fleet = Fleet.start(
                Arrays.stream(members)
                        .map(each -> each.split("="))
                        .map(each ->
                                new ClusterOptions(each[0], each[1], List.of(each[0] + "-a"), 0, NODES, Pace.DEFAULT))
                        .toList(),
                authority,
                vertx,
                InstantSource.system());
        node = HubNode.start(config);
        kubeconfig = config.adminKubeconfig();
        client = new KubeClient(Kubeconfig.read(kubeconfig, Optional.empty()));
    }

    /** The hub's administrator's. */
    Path kubeconfig() {
        return kubeconfig;
    }

    KubeClient client() {
        return client;
    }

    /** Joins members, and waits until they are ready and have said what they have room for. */
    void join(String... names) {
        for (String name : names) {
            SimulatedCluster member = fleet.named(name).getFirst();
            Identity admin = authority.client("hub", List.of("system:masters"), Instant.now());
            String file = new dev.flotilla.apiserver.pki.Kubeconfig(
                            name, List.of(new Context(name, member.url(), authority.certificatePem(), admin)))
                    .yaml();
            new Membership(client)
                    .join(
                            name,
                            Kubeconfig.parse(Path.of(name), file, Optional.empty()),
                            new Membership.Location(member.region(), List.of(), "simulator"));
        }
        for (String name : names) {
            until("member " + name + " ready", () -> get(CLUSTERS + name), HubWithMembers::measured);
        }
    }

    private static boolean measured(JsonNode cluster) {
        return cluster.at("/spec/taints").isEmpty()
                && cluster.at("/status/resourceSummary/allocatable").has("cpu")
                && condition(cluster, "Ready").path("status").asString("").equals("True");
    }

    /** A missing node if there is none. */
    static JsonNode condition(JsonNode object, String type) {
        return object.at("/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString("").equals(type))
                .findFirst()
                .orElseGet(ObjectJson.mapper()::missingNode);
    }

    /** Applies each document of a YAML text. */
    void apply(String namespace, String yaml) {
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            if (document == null) {
                continue;
            }
            ObjectNode object = ObjectJson.mapper().valueToTree(document);
            String kind = object.path("kind").asString();
            client.apply(path(namespace, kind) + object.at("/metadata/name").asString(), object);
        }
    }

    /** Of the collection, with a slash at its end. */
    static String path(String namespace, String kind) {
        String in = "/namespaces/" + namespace + "/";
        return switch (kind) {
            case "Namespace" -> "/api/v1/namespaces/";
            case "ConfigMap" -> "/api/v1" + in + "configmaps/";
            case "StatefulSet" -> "/apis/apps/v1" + in + "statefulsets/";
            case "Deployment" -> "/apis/apps/v1" + in + "deployments/";
            case "PropagationPolicy" -> "/apis/policy.karmada.io/v1alpha1" + in + "propagationpolicies/";
            case "OverridePolicy" -> "/apis/policy.karmada.io/v1alpha1" + in + "overridepolicies/";
            case "FederatedResourceQuota" -> "/apis/policy.karmada.io/v1alpha1" + in + "federatedresourcequotas/";
            case "ResourceBinding" -> "/apis/work.karmada.io/v1alpha2" + in + "resourcebindings/";
            case "WorkloadRebalancer" -> "/apis/apps.karmada.io/v1alpha1/workloadrebalancers/";
            default -> throw new IllegalArgumentException("no path is known for a " + kind);
        };
    }

    /** A missing node if there is no such object. */
    JsonNode get(String path) {
        return client.get(path).<JsonNode>map(found -> found).orElseGet(ObjectJson.mapper()::missingNode);
    }

    /** Bars workloads from a cluster, or with an empty key lets them come again. */
    void taint(String cluster, String key) {
        String taints = key.isEmpty() ? "[]" : "[{\"key\":\"" + key + "\",\"effect\":\"NoSchedule\"}]";
        patch(CLUSTERS + cluster, "{\"spec\":{\"taints\":" + taints + "}}");
    }

    void patch(String path, String json) {
        KubeClient.Answer answer = client.send(
                "PATCH",
                path,
                Optional.of(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))),
                "application/merge-patch+json");
        if (!answer.ok()) {
            throw new AssertionError("PATCH " + path + ": " + answer.message());
        }
    }

    JsonNode binding(String namespace, String deployment) {
        return get(path(namespace, "ResourceBinding") + deployment + "-deployment");
    }

    /** Replicas by cluster, as the hub has decided. */
    SortedMap<String, Integer> placed(String namespace, String deployment) {
        SortedMap<String, Integer> clusters = new TreeMap<>();
        binding(namespace, deployment)
                .at("/spec/clusters")
                .forEach(each -> clusters.put(
                        each.path("name").asString(), each.path("replicas").asInt(0)));
        return clusters;
    }

    SortedMap<String, Integer> awaitPlaced(
            String namespace, String deployment, Predicate<SortedMap<String, Integer>> wanted) {
        return until("where " + deployment + " is", () -> placed(namespace, deployment), wanted);
    }

    /** Of the last event of that reason on a Deployment; empty if there is none. */
    String event(String namespace, String deployment, String reason) {
        return get("/api/v1/namespaces/" + namespace + "/events")
                .path("items")
                .valueStream()
                .filter(event -> event.at("/involvedObject/name").asString("").equals(deployment)
                        && event.path("reason").asString("").equals(reason))
                .map(event -> event.path("message").asString(""))
                .findFirst()
                .orElse("");
    }

    static <T> T until(String what, Callable<T> read, Predicate<T> wanted) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(read, wanted);
    }

    @Override
    public void close() {
        client.close();
        node.close();
        fleet.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
