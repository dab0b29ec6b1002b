package dev.flotilla.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.Kubectl;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} at bad moments: nothing that was acknowledged is lost, nothing in a member is touched for it. It has
 * a fleet of its own, since it takes the hub's memory away in the end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
final class HubDeathIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int SETTLED = 8;

    /** Deployments that kubectl is applying when the hub dies; more of them with {@code -Pfaults}. */
    private static final int APPLIED = Integer.getInteger("fleet.deployments", 30);

    private static final int KILL_AFTER = APPLIED * 3 / 10;
    private static final String FIRST = "eu-1";
    private static final String SECOND = "us-1";
    private static final String AWAY = "ap-1";
    private static final String TWO = "{clusterAffinity: {clusterNames: [eu-1, us-1]}}";
    private static final String THREE = "{clusterAffinity: {clusterNames: [eu-1, us-1, ap-1]}}";

    private static LocalFleetFixture fleet;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        fleet = LocalFleetFixture.start("eu-1=eu", "us-1=us", "ap-1=ap");
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @BeforeEach
    void mend() {
        fleet.mend();
    }

    @Test
    @Order(1)
    void keepsWhatWasAcknowledgedWhenTheHubIsKilled() throws Exception {
        losesNothing("alone", LocalFleetFixture::killHub);
    }

    @Test
    @Order(2)
    void keepsWhatWasAcknowledgedWhenHubAndBrokerAreKilledAtOnce() throws Exception {
        losesNothing("both", LocalFleetFixture::killHubAndBroker);
    }

    @Test
    @Order(3)
    void removesFromAMemberThatWasAwayWhatWasDeletedBeforeTheHubDied() {
        Kubectl hub = prepared("away", THREE);
        hub.run(Workloads.deployment("doomed", 1), "apply", "-f", "-").succeeded();
        awaitRunning("away", "doomed", 3);

        fleet.fail(AWAY);
        hub.run("delete deployment doomed --wait=false").succeeded();
        await("gone from the members that are there")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Stream.of(FIRST, SECOND)
                                .filter(member ->
                                        !copy(member, "away", "doomed").isMissingNode()))
                        .as(() -> "members that hold a copy; its binding is "
                                + Workloads.binding(fleet, "away", "doomed"))
                        .isEmpty());
        fleet.killHub();
        fleet.heal(AWAY);
        assertThat(copy(AWAY, "away", "doomed").isObject()).isTrue();
        fleet.restartHub();

        await("gone from the member that was away")
                .atMost(PATIENCE)
                .until(() -> copy(AWAY, "away", "doomed").isMissingNode());
    }

    @Test
    @Order(4)
    void deletesNothingWhenItHasForgottenEverything() {
        Kubectl hub = prepared("forgotten", THREE);
        hub.run(Workloads.deployments("kept", 5), "apply", "-f", "-").succeeded();
        await("all copies").atMost(PATIENCE).until(() -> uids("forgotten").size() == 15);
        Map<String, String> before = uids("forgotten");

        fleet.killHubAndBroker();
        fleet.loseHubsData();
        fleet.up();

        Kubectl fresh = prepared("fresh", THREE);
        fresh.run(Workloads.deployment("new", 1), "apply", "-f", "-").succeeded();
        awaitRunning("fresh", "new", 3);
        assertThat(uids("forgotten")).isEqualTo(before);
    }

    private void losesNothing(String namespace, Consumer<LocalFleetFixture> kill) throws Exception {
        Kubectl hub = prepared(namespace, TWO);
        hub.run(Workloads.deployments("settled", SETTLED), "apply", "-f", "-").succeeded();
        Map<String, String> versions = settledVersions(namespace);
        Map<String, String> uids = uids(namespace);
        Path manifest = Files.writeString(scratch.resolve("many.yaml"), Workloads.deployments("many", APPLIED));

        Set<String> acknowledged = applyAndKill(namespace, manifest, kill);
        fleet.restartHub();

        List<JsonNode> after = fleet.list("hub", LocalFleetFixture.DEPLOYMENTS.formatted(namespace));
        assertThat(after).extracting(HubDeathIT::name).containsAll(acknowledged);
        assertThat(acknowledged).hasSizeBetween(KILL_AFTER, APPLIED - 1);
        assertThat(versions(after, versions.keySet())).isEqualTo(versions);

        hub.run("apply -f " + manifest).succeeded();
        await("all copies")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> uids(namespace).size() == 2 * (SETTLED + APPLIED));
        assertThat(uids(namespace)).containsAllEntriesOf(uids);
    }

    /** @return the names of those that kubectl was told are created */
    private static Set<String> applyAndKill(String namespace, Path manifest, Consumer<LocalFleetFixture> kill)
            throws IOException, InterruptedException {
        Set<String> acknowledged = new HashSet<>();
        Process apply = fleet.kubectl("hub", namespace).start("apply", "-f", manifest.toString());
        try (BufferedReader lines = apply.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(" created")) {
                    acknowledged.add(line.replaceAll("deployment.apps/(\\S+) created", "$1"));
                }
                if (acknowledged.size() == KILL_AFTER && apply.isAlive() && line.endsWith(" created")) {
                    kill.accept(fleet);
                }
            }
        }
        apply.waitFor();
        return acknowledged;
    }

    private static Kubectl prepared(String namespace, String placement) {
        Kubectl hub = fleet.kubectl("hub", namespace);
        hub.run(Workloads.namespace(namespace) + Workloads.policy(placement), "apply", "-f", "-")
                .succeeded();
        return hub;
    }

    private static Map<String, String> settledVersions(String namespace) {
        await("every copy ready").atMost(PATIENCE).until(() -> {
            List<JsonNode> seen = fleet.list("hub", LocalFleetFixture.DEPLOYMENTS.formatted(namespace));
            return seen.size() == SETTLED && seen.stream().allMatch(Workloads.ready(2));
        });
        return await("no more changes")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(3))
                .until(
                        new Unchanged<>(() -> versions(
                                fleet.list("hub", LocalFleetFixture.DEPLOYMENTS.formatted(namespace)), Set.of())),
                        Unchanged::seenTwice)
                .value();
    }

    private static Map<String, String> versions(List<JsonNode> objects, Set<String> names) {
        Map<String, String> versions = new TreeMap<>();
        objects.stream()
                .filter(each -> names.isEmpty() || names.contains(name(each)))
                .forEach(each -> versions.put(
                        name(each), each.at("/metadata/resourceVersion").asString()));
        return versions;
    }

    /** The uid of each Deployment of the namespace in each member. */
    private static Map<String, String> uids(String namespace) {
        Map<String, String> uids = new TreeMap<>();
        for (String member : fleet.members()) {
            fleet.list(member, LocalFleetFixture.DEPLOYMENTS.formatted(namespace))
                    .forEach(each -> uids.put(
                            member + "/" + name(each), each.at("/metadata/uid").asString()));
        }
        return uids;
    }

    private static void awaitRunning(String namespace, String deployment, int members) {
        await(deployment + " in " + members + " members")
                .atMost(PATIENCE)
                .until(() -> Workloads.running(fleet, namespace, deployment).size() == members);
    }

    private static JsonNode copy(String member, String namespace, String deployment) {
        return fleet.get(member, LocalFleetFixture.DEPLOYMENTS.formatted(namespace) + "/" + deployment);
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asString();
    }
}
