package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.Kubectl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * What the command line explains and foretells of a running hub, and what the hub foretells by itself, against what
 * happens when a region is lost for real.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
final class WhatIfIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String NAMESPACE = "foretold";
    private static final String DIVIDED = """
            replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted,
              weightPreference: {dynamicWeight: AvailableReplicas}}""";

    /** Each Deployment with its placement. */
    private static final Map<String, String> PLACEMENTS = new TreeMap<>(Map.of(
            "spread",
                    "{spreadConstraints: [{spreadByField: region, minGroups: 2, maxGroups: 3},"
                            + " {spreadByField: cluster, minGroups: 2, maxGroups: 6}], " + DIVIDED + "}",
            "free", "{" + DIVIDED + "}",
            "two-regions",
                    "{spreadConstraints: [{spreadByField: region, minGroups: 2, maxGroups: 2},"
                            + " {spreadByField: cluster, minGroups: 2, maxGroups: 2}], " + DIVIDED + "}",
            "pair",
                    "{clusterAffinity: {clusterNames: [eu-1, eu-2, us-1]}, spreadConstraints: [{spreadByField: cluster,"
                            + " minGroups: 1, maxGroups: 2}]}",
            "fallback",
                    "{clusterAffinities: [{affinityName: home, clusterNames: [eu-1]}, {affinityName: away,"
                            + " clusterNames: [us-2]}]}",
            "pinned", "{clusterAffinity: {clusterNames: [eu-1]}}",
            "everywhere", "{}"));

    private static final int REPLICAS = 6;

    /** A member leaves for later what changes by less than one in so many. */
    private static final int UNTOLD_SHARE = 20;

    private static LocalFleetFixture fleet;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        fleet = LocalFleetFixture.start("eu-1=eu", "eu-2=eu", "us-1=us", "us-2=us", "ap-1=ap", "ap-2=ap");
        fleet.awaitReady();
        StringBuilder manifests = new StringBuilder(Workloads.namespace(NAMESPACE));
        PLACEMENTS.forEach((name, placement) ->
                manifests.append(policy(name, placement)).append(Workloads.deployment(name, REPLICAS)));
        fleet.kubectl("hub", NAMESPACE)
                .run(manifests.toString(), "apply", "-f", "-")
                .succeeded();
        PLACEMENTS.keySet().forEach(WhatIfIT::awaitReady);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    @Order(1)
    void explainNamesAReasonForEveryClusterThatIsLeftOut() {
        for (String name : PLACEMENTS.keySet()) {
            FlotillaCommand.Outcome outcome =
                    FlotillaCommand.run(fleet, "explain", "deploy/" + name, "-n", NAMESPACE, "-o", "json");
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();

            Map<String, String> reasons = new TreeMap<>();
            SortedMap<String, Integer> places = new TreeMap<>();
            for (JsonNode verdict : outcome.json().path("clusters")) {
                String cluster = verdict.path("cluster").asString();
                if (verdict.has("replicas")) {
                    places.put(cluster, verdict.path("replicas").asInt());
                } else {
                    reasons.put(cluster, verdict.path("why").asString(""));
                }
            }

            assertThat(places).as(name).isEqualTo(Workloads.placed(fleet, NAMESPACE, name));
            assertThat(reasons.size() + places.size()).as(name).isEqualTo(6);
            assertThat(reasons)
                    .as(name)
                    .allSatisfy((cluster, why) -> assertThat(why).as(cluster).isNotEmpty());
        }
    }

    @Test
    @Order(2)
    void explainReadsInOneScreen() {
        FlotillaCommand.Outcome outcome = FlotillaCommand.run(fleet, "explain", "Deployment/pinned", "-n", NAMESPACE);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("Deployment foretold/pinned, replicas: 6")
                .contains("PropagationPolicy foretold/pinned: it selects by name")
                .containsPattern("us-1 +us +- .*ClusterAffinity +it is not among the clusters named");
        assertThat(outcome.out().lines().count()).isLessThan(24);
    }

    @Test
    @Order(3)
    void saysWhatToDoAboutWhatIsMistyped() {
        assertThat(FlotillaCommand.run(fleet, "explain", "deploy/nowhere", "-n", NAMESPACE)
                        .err())
                .contains("there is no Deployment 'nowhere' in namespace 'foretold'");
        assertThat(FlotillaCommand.run(fleet, "explain", "gadget/web").err())
                .contains("the hub serves no type called 'gadget'");
        assertThat(FlotillaCommand.run(fleet, "what-if", "--lose", "mars").err())
                .contains("there is neither a member nor a region called 'mars'");
    }

    @Test
    @Order(4)
    void theHubSaysByItselfThatARegionIsNotSafeToLose() {
        String why = await("a judgement on eu")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> survives("eu-1"), said -> said.startsWith("False SomeFindNoRoom"));

        assertThat(why).contains(NAMESPACE + "/Deployment/pinned");
        assertThat(survives("us-1")).startsWith("True");
        JsonNode risks =
                FlotillaCommand.run(fleet, "status", "-o", "json").json().path("risks");
        assertThat(risks.findValuesAsString("site")).containsExactly("eu");
        assertThat(metrics())
                .contains("flotilla_region_loss_unplaced_workloads{region=\"eu\"} 1.0")
                .contains("flotilla_region_loss_unplaced_workloads{region=\"us\"} 0.0")
                .containsPattern("flotilla_region_loss_moved_workloads\\{region=\"eu\"} [1-9]");
    }

    @Test
    @Order(5)
    void saysThatNothingMovesWhenMostOfTheFleetIsLost() {
        FlotillaCommand.Outcome outcome =
                FlotillaCommand.run(fleet, "what-if", "--lose", "eu", "--lose", "us", "-o", "json");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.json().path("heldBack").asString()).startsWith("evictions are held: 4 of 6 clusters");
    }

    @Test
    @Order(6)
    void whatHappensIsWhatWasForetold() {
        awaitKnownCapacity();
        Map<String, String> capacity = capacities();
        FlotillaCommand.Outcome outcome = FlotillaCommand.run(fleet, "what-if", "--lose", "eu", "-o", "json");
        Map<String, JsonNode> foretold = new TreeMap<>();
        outcome.json().path("workloads").forEach(each -> {
            if (each.path("namespace").asString("").equals(NAMESPACE)
                    && each.path("kind").asString().equals("Deployment")) {
                foretold.put(each.path("name").asString(), each);
            }
        });
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome(foretold, "pinned")).isEqualTo("unplaced");
        assertThat(outcome(foretold, "everywhere")).isEqualTo("stays");
        assertThat(outcome(foretold, "fallback")).isEqualTo("moves");

        fleet.fail("eu");
        foretold.forEach((name, fate) -> {
            if (fate.path("outcome").asString().equals("moves")) {
                await(name + " has left eu")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .ignoreExceptions()
                        .until(() -> Workloads.placed(fleet, NAMESPACE, name).keySet().stream()
                                .noneMatch(cluster -> cluster.startsWith("eu")));
            }
        });

        foretold.forEach((name, fate) -> {
            boolean moves = fate.path("outcome").asString().equals("moves");
            assertThat(Workloads.placed(fleet, NAMESPACE, name))
                    .as(() -> "%s was foretold as %s, and %s".formatted(name, fate, whyNot(name, capacity)))
                    .isEqualTo(placed(fate.path(moves ? "after" : "before")));
        });
        await("eu is said to be lost")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> survives("eu-1"), said -> said.startsWith("Unknown LostAlready"));
    }

    /**
     * What a forecast sees is to be what eviction sees: no member is about to report anything else than the hub knows.
     */
    private static void awaitKnownCapacity() {
        await("the hub to know what every member runs")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> fleet.members().stream().allMatch(WhatIfIT::capacityKnown));
    }

    private static boolean capacityKnown(String member) {
        JsonNode resources =
                fleet.get("hub", LocalFleetFixture.CLUSTERS + "/" + member).at("/status/resourceSummary");
        int known = resources.at("/allocated/pods").asInt(0);
        int run = fleet.list(member, "/api/v1/pods").size();
        return resources.at("/allocating/pods").asInt(0) == 0 && Math.abs(known - run) * UNTOLD_SHARE <= known;
    }

    /** What could have made the hub decide otherwise than was foretold. */
    private static String whyNot(String name, Map<String, String> before) {
        List<String> reasons = new ArrayList<>();
        capacities().forEach((cluster, now) -> {
            if (!now.equals(before.getOrDefault(cluster, ""))) {
                reasons.add("the capacity of " + cluster + " was " + before.get(cluster) + " and is " + now);
            }
        });
        JsonNode binding = Workloads.binding(fleet, NAMESPACE, name);
        reasons.add("the binding has " + binding.path("spec").path("gracefulEvictionTasks") + " and says "
                + binding.at("/status/decision/summary").asString(""));
        return String.join("; ", reasons);
    }

    private static Map<String, String> capacities() {
        Map<String, String> capacities = new TreeMap<>();
        fleet.list("hub", LocalFleetFixture.CLUSTERS)
                .forEach(cluster -> capacities.put(
                        cluster.at("/metadata/name").asString(),
                        cluster.at("/status/resourceSummary").toString()));
        return capacities;
    }

    private static String outcome(Map<String, JsonNode> foretold, String name) {
        return foretold.get(name).path("outcome").asString();
    }

    private static SortedMap<String, Integer> placed(JsonNode replicas) {
        SortedMap<String, Integer> placed = new TreeMap<>();
        replicas.properties()
                .forEach(each -> placed.put(each.getKey(), each.getValue().asInt()));
        return placed;
    }

    private static String survives(String cluster) {
        for (JsonNode condition :
                fleet.get("hub", LocalFleetFixture.CLUSTERS + "/" + cluster).at("/status/conditions")) {
            if (condition.path("type").asString("").equals("SurvivesLoss")) {
                return condition.path("status").asString() + " "
                        + condition.path("reason").asString() + ": "
                        + condition.path("message").asString();
            }
        }
        return "not judged";
    }

    private static String metrics() {
        return fleet.hub().text("/metrics");
    }

    private static void awaitReady(String name) {
        Workloads.awaitDeployment(fleet, NAMESPACE, name, deployment -> {
            JsonNode binding = Workloads.binding(fleet, NAMESPACE, name);
            int wanted = 0;
            for (JsonNode target : binding.at("/spec/clusters")) {
                wanted += target.path("replicas").asInt();
            }
            return wanted > 0 && deployment.at("/status/readyReplicas").asInt(0) == wanted;
        });
    }

    private static String policy(String name, String placement) {
        return """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: %1$s}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: %1$s}]
                  placement: %2$s
                ---
                """.formatted(name, placement.replace("\n", " "));
    }
}
