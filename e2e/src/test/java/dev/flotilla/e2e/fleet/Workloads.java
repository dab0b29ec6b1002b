package dev.flotilla.e2e.fleet;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Manifests of simple workloads, and what the hub and the members say of them. */
final class Workloads {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BINDINGS = "/apis/work.karmada.io/v1alpha2/namespaces/%s/resourcebindings";

    private Workloads() {}

    static String namespace(String name) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n---\n".formatted(name);
    }

    static String deployment(String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: {app: %1$s}}
                spec:
                  replicas: %2$s
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: main, image: "nginx:1.27"}]}
                ---
                """.formatted(name, replicas);
    }

    static String deployments(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> deployment(prefix + "-" + number, 1))
                .collect(Collectors.joining());
    }

    /** A policy for all Deployments of the namespace it is applied to. */
    static String policy(String placement) {
        return """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: all}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                  placement: %s
                ---
                """.formatted(placement);
    }

    /** The binding of a Deployment. */
    static JsonNode binding(LocalFleetFixture fleet, String namespace, String deployment) {
        return fleet.list("hub", BINDINGS.formatted(namespace)).stream()
                .filter(each -> each.at("/spec/resource/kind").asString("").equals("Deployment"))
                .filter(each -> each.at("/spec/resource/name").asString("").equals(deployment))
                .findFirst()
                .orElseGet(dev.flotilla.api.store.ObjectJson.mapper()::missingNode);
    }

    /** Replicas by cluster, as the hub has decided. */
    static SequencedMap<String, Integer> placed(LocalFleetFixture fleet, String namespace, String deployment) {
        SequencedMap<String, Integer> clusters = new TreeMap<>();
        binding(fleet, namespace, deployment)
                .at("/spec/clusters")
                .forEach(each -> clusters.put(
                        each.path("name").asString(), each.path("replicas").asInt(0)));
        return clusters;
    }

    /** Replicas by cluster, as the members say themselves. */
    static SequencedMap<String, Integer> running(LocalFleetFixture fleet, String namespace, String deployment) {
        SequencedMap<String, Integer> clusters = new TreeMap<>();
        for (String member : fleet.members()) {
            JsonNode seen = fleet.get(member, LocalFleetFixture.DEPLOYMENTS.formatted(namespace) + "/" + deployment);
            if (seen.isObject()) {
                clusters.put(member, seen.at("/spec/replicas").asInt(0));
            }
        }
        return clusters;
    }

    /** Waits for what the hub says of a Deployment. */
    static JsonNode awaitDeployment(
            LocalFleetFixture fleet, String namespace, String name, Predicate<JsonNode> wanted) {
        return await("deployment " + name + " in the hub")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> fleet.get("hub", LocalFleetFixture.DEPLOYMENTS.formatted(namespace) + "/" + name), wanted);
    }

    static Predicate<JsonNode> ready(int replicas) {
        return deployment -> deployment.at("/status/readyReplicas").asInt(0) == replicas;
    }
}
