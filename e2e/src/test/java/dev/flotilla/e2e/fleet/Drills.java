package dev.flotilla.e2e.fleet;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Drills in a namespace of their own: workloads that have something to lose in eu, and what is said of their drills.
 */
final class Drills {
    static final String DRILLS = "/apis/dr.flotilla.dev/v1alpha1/disasterrecoverydrills";
    static final String RUNS = "/apis/dr.flotilla.dev/v1alpha1/failoverruns";
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int WORKLOADS = 3;
    private static final int REPLICAS = 6;

    private final LocalFleetFixture fleet;
    private final String namespace;

    private Drills(LocalFleetFixture fleet, String namespace) {
        this.fleet = fleet;
        this.namespace = namespace;
    }

    /** Places the workloads and waits until they are ready. */
    static Drills in(LocalFleetFixture fleet, String namespace) {
        StringBuilder manifests = new StringBuilder(Workloads.namespace(namespace)).append(Workloads.policy("""
                {spreadConstraints: [{spreadByField: region, minGroups: 2, maxGroups: 3},
                 {spreadByField: cluster, minGroups: 2, maxGroups: 6}],
                 replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted,
                 weightPreference: {staticWeightList: [{targetCluster: {}, weight: 1}]}}}"""));
        names().forEach(name -> manifests.append(Workloads.deployment(name, REPLICAS)));
        fleet.kubectl("hub", namespace)
                .run(manifests.toString(), "apply", "-f", "-")
                .succeeded();
        Drills drills = new Drills(fleet, namespace);
        drills.awaitReady();
        return drills;
    }

    void awaitReady() {
        names().forEach(name -> Workloads.awaitDeployment(fleet, namespace, name, Workloads.ready(REPLICAS)));
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < WORKLOADS; number++) {
            names.add("app-" + number);
        }
        return names;
    }

    String manifest(String name, String scope, int rtoSeconds) {
        return """
                apiVersion: dr.flotilla.dev/v1alpha1
                kind: DisasterRecoveryDrill
                metadata: {name: %s}
                spec:
                  title: eu is lost
                  type: Simulation
                  sites: [{region: eu}]
                  scope: {namespaces: [%s]}
                  objectives: {rtoSeconds: %d}
                  soakSeconds: 2
                  maxSeconds: 100
                """.formatted(name, scope, rtoSeconds);
    }

    /** As a user starts one. */
    void apply(String name, int rtoSeconds) {
        fleet.kubectl("hub", namespace)
                .run(manifest(name, namespace, rtoSeconds), "apply", "-f", "-")
                .succeeded();
    }

    JsonNode status(String drill) {
        return fleet.get("hub", DRILLS + "/" + drill).path("status");
    }

    JsonNode run(String drill) {
        String run = status(drill).path("runRef").asString("");
        return run.isEmpty()
                ? ObjectJson.mapper().missingNode()
                : fleet.get("hub", RUNS + "/" + run).path("status");
    }

    JsonNode awaitEnd(String drill) {
        return await("the end of drill " + drill)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(
                        () -> status(drill),
                        status -> status.path("phase").asString("").equals("Completed"));
    }

    void awaitPhase(String drill, String phase) {
        await(drill + " at " + phase)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> run(drill).path("phase").asString(""), phase::equals);
    }

    Map<String, Map<String, Integer>> placements() {
        Map<String, Map<String, Integer>> placements = new TreeMap<>();
        names().forEach(name -> placements.put(name, Workloads.placed(fleet, namespace, name)));
        return placements;
    }

    /** Of each copy in a region's members: which object it is, and how often its spec was changed. */
    Map<String, String> copies(String region) {
        Map<String, String> copies = new TreeMap<>();
        for (String member : fleet.membersIn(region)) {
            fleet.list(member, LocalFleetFixture.DEPLOYMENTS.formatted(namespace))
                    .forEach(each -> copies.put(
                            member + "/" + each.at("/metadata/name").asString(),
                            each.at("/metadata/uid").asString() + " generation "
                                    + each.at("/metadata/generation").asInt()));
        }
        return copies;
    }

    byte[] report(String drill, String file) {
        String map = status(drill).at("/evidence/configMap").asString("");
        return fleet.get("hub", "/api/v1/namespaces/flotilla-system/configmaps/" + map)
                .path("data")
                .path(file)
                .asString("")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The hub's key, as it publishes it. */
    String key() {
        return fleet.get("hub", "/api/v1/namespaces/flotilla-system/configmaps/drill-signing-key")
                .path("data")
                .path("publicKey.pem")
                .asString("");
    }
}
