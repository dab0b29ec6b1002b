package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Regions fail and heal: what ran there runs elsewhere, and nothing moves when the hub may be the one that is cut off.
 */
@ExtendWith(SharedFleet.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
final class RegionLossIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WORKLOADS = 4;
    private static final int REPLICAS = 6;
    private static final String NAMESPACE = "loss";

    private static LocalFleetFixture fleet;

    @BeforeAll
    static void place(LocalFleetFixture shared) {
        fleet = shared;
        fleet.kubectl("hub", NAMESPACE)
                .run(Workloads.namespace(NAMESPACE) + Workloads.policy("""
                                {spreadConstraints: [{spreadByField: region, minGroups: 2, maxGroups: 3},
                                 {spreadByField: cluster, minGroups: 2, maxGroups: 6}],
                                 replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted,
                                 weightPreference: {dynamicWeight: AvailableReplicas}}}""") + manifests(), "apply", "-f", "-")
                .succeeded();
        each(name -> Workloads.awaitDeployment(fleet, NAMESPACE, name, Workloads.ready(REPLICAS)));
    }

    @Test
    @Order(1)
    void runsElsewhereWhatALostRegionRan() {
        fleet.fail("eu");

        await("placed outside of eu")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> placements().values().stream()
                        .allMatch(placed -> placed.keySet().stream().noneMatch(fleet.membersIn("eu")::contains)
                                && placed.values().stream()
                                                .mapToInt(Integer::intValue)
                                                .sum()
                                        == REPLICAS));
        each(name -> Workloads.awaitDeployment(fleet, NAMESPACE, name, readyIn("us", "ap")));
    }

    @Test
    @Order(2)
    void doesNotFlapWhenTheRegionComesBack() {
        Map<String, Map<String, Integer>> before = placements();

        fleet.heal("eu");
        await("eu ready again")
                .atMost(PATIENCE)
                .until(() -> fleet.membersIn("eu").stream().allMatch(fleet::isReady));
        await("old copies gone from eu")
                .atMost(PATIENCE)
                .until(() -> fleet.membersIn("eu").stream()
                        .allMatch(member -> fleet.list(member, LocalFleetFixture.DEPLOYMENTS.formatted(NAMESPACE))
                                .isEmpty()));

        assertThat(placements()).isEqualTo(before);
        each(name -> Workloads.awaitDeployment(fleet, NAMESPACE, name, Workloads.ready(REPLICAS)));
    }

    @Test
    @Order(3)
    void movesNothingWhenMostOfTheFleetSeemsDead() {
        Map<String, Map<String, Integer>> before = placements();

        fleet.fail("us");
        fleet.fail("ap");

        List<String> held = await("the hub says why it holds evictions back")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(RegionLossIT::heldBecause, reasons -> !reasons.isEmpty());
        assertThat(held).allSatisfy(reason -> assertThat(reason).contains("evictions are held"));
        assertThat(placements()).isEqualTo(before);
        fleet.heal("us");
        fleet.heal("ap");
        await("ready again")
                .atMost(PATIENCE)
                .until(() -> fleet.members().stream().allMatch(fleet::isReady));
        assertThat(placements()).isEqualTo(before);
    }

    private static List<String> heldBecause() {
        List<String> reasons = new ArrayList<>();
        for (JsonNode cluster : fleet.list("hub", LocalFleetFixture.CLUSTERS)) {
            for (JsonNode condition : cluster.at("/status/conditions")) {
                if (condition.path("type").asString("").equals("EvictionHeld")
                        && condition.path("status").asString("").equals("True")) {
                    reasons.add(condition.path("message").asString(""));
                }
            }
        }
        return reasons;
    }

    /** Ready replicas in those regions alone, as the binding's summary has them. */
    private static Predicate<JsonNode> readyIn(String... regions) {
        return deployment -> {
            int ready = 0;
            JsonNode binding = Workloads.binding(
                    fleet, NAMESPACE, deployment.at("/metadata/name").asString());
            for (JsonNode item : binding.at("/status/aggregatedStatus")) {
                if (List.of(regions)
                        .contains(fleet.regions().get(item.path("clusterName").asString("")))) {
                    ready += item.at("/status/readyReplicas").asInt(0);
                }
            }
            return ready == REPLICAS;
        };
    }

    private static Map<String, Map<String, Integer>> placements() {
        Map<String, Map<String, Integer>> placements = new TreeMap<>();
        each(name -> placements.put(name, Workloads.placed(fleet, NAMESPACE, name)));
        return placements;
    }

    private static String manifests() {
        StringBuilder manifests = new StringBuilder();
        each(name -> manifests.append(Workloads.deployment(name, REPLICAS)));
        return manifests.toString();
    }

    private static void each(java.util.function.Consumer<String> action) {
        for (int number = 0; number < WORKLOADS; number++) {
            action.accept("service-" + number);
        }
    }
}
