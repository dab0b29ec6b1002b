package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.Kubectl;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What members tell of their nodes, and that workloads go where nodes are that will do for them. */
@ExtendWith(SharedFleet.class)
@Timeout(180)
final class NodeSelectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "node-selection";
    private static final String NODE = "us-1-node-2";

    private static LocalFleetFixture fleet;

    @BeforeAll
    static void find(LocalFleetFixture shared) {
        fleet = shared;
    }

    @BeforeEach
    void oneNodeWithAFastDisk() {
        kubectl("us-1")
                .run("", "label", "node", NODE, "disk=ssd", "--overwrite")
                .succeeded();
    }

    @AfterEach
    void takeTheLabelBack() {
        kubectl("us-1").run("", "label", "node", NODE, "disk-");
        kubectl("hub").run("", "delete", "namespace", NAMESPACE, "--wait=false");
    }

    private Kubectl kubectl(String context) {
        return fleet.kubectl(context, NAMESPACE);
    }

    @Test
    void aPodThatSelectsNodesGoesWhereTheyAre() {
        await("the hub to hear of the node's label")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fleet.hub()
                                .get(LocalFleetFixture.CLUSTERS + "/us-1")
                                .orElseThrow()
                                .at("/status/nodeClasses")
                                .valueStream()
                                .filter(nodes ->
                                        nodes.at("/labels/disk").asString("").equals("ssd"))
                                .mapToInt(nodes -> nodes.path("count").asInt()))
                        .containsExactly(1));

        kubectl("hub")
                .run(Workloads.namespace(NAMESPACE) + """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: fast}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: fast}]
                  placement:
                    replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted,
                      weightPreference: {dynamicWeight: AvailableReplicas}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fast}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: fast}}
                  template:
                    metadata: {labels: {app: fast}}
                    spec:
                      nodeSelector: {disk: ssd}
                      containers: [{name: main, image: registry.example.org/fast:1}]
                """, "apply", "-f", "-")
                .succeeded();

        await("its placement")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Workloads.placed(fleet, NAMESPACE, "fast")).isEqualTo(Map.of("us-1", 4)));
        await("its pods").atMost(PATIENCE).untilAsserted(() -> {
            JsonNode pods = fleet.client("us-1")
                    .get("/api/v1/namespaces/" + NAMESPACE + "/pods")
                    .orElseThrow()
                    .path("items");
            assertThat(pods.valueStream().map(pod -> pod.at("/spec/nodeName").asString("")))
                    .hasSize(4)
                    .containsOnly(NODE);
        });
    }
}
