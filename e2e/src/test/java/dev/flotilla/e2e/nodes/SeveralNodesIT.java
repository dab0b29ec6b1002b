package dev.flotilla.e2e.nodes;

import static dev.flotilla.e2e.process.HubLayout.NAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.e2e.process.NodeProcesses;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Every node takes writes and does its part; the one that leads is killed, and nothing that was promised is lost. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
final class SeveralNodesIT {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> KNOWN_FIRST = List.of("a", "b");
    private static final String KNOWN_LATER = "c";

    @TempDir
    private static Path directory;

    private static HubByDns hub;
    private static NodeProcesses nodes;

    @BeforeAll
    static void start() throws IOException {
        hub = HubByDns.prepare(directory);
        nodes = hub.nodes();
        for (String node : KNOWN_FIRST) {
            hub.publish(node);
            nodes.start(node);
        }
        KNOWN_FIRST.forEach(nodes::awaitReady);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private record Acknowledged(String version, long sentNanos) {}

    private static ObjectNode map(String name, String value) {
        ObjectNode map = ObjectJson.mapper().createObjectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", name);
        map.putObject("data").put("value", value);
        return map;
    }

    private static KubeClient.Answer create(String node, String name) {
        return nodes.client(node).send("POST", MAPS, Optional.of(map(name, node)), "application/json");
    }

    /** As a client does that tries again what was refused for now: what was in doubt and was made is found there. */
    private static void created(String node, String name) {
        Set<Integer> made = new HashSet<>(Set.of(201));
        await(name + " to be made at " + node).atMost(PATIENCE).until(() -> {
            int status = create(node, name).status();
            if (status == 504) {
                made.add(409);
            }
            return made.contains(status);
        });
    }

    /** It reads the log, and tells there what its name is; but nobody can reach it by that yet. */
    @Test
    @Order(1)
    void dividesItsWorkAmongTheNodesThatDnsTellsOf() throws IOException {
        nodes.start(KNOWN_LATER);
        NAMES.forEach(nodes::awaitReady);
        await("the first two to hold everything")
                .atMost(PATIENCE)
                .untilAsserted(() -> NAMES.forEach(node -> assertThat(hub.slices(node))
                        .containsOnlyKeys(KNOWN_FIRST)
                        .containsValues(32, 32)));

        hub.publish(KNOWN_LATER);

        await("every node to hold its share")
                .atMost(PATIENCE)
                .untilAsserted(() -> NAMES.forEach(
                        node -> assertThat(hub.slices(node).values()).containsExactlyInAnyOrder(22, 21, 21)));
    }

    @Test
    @Order(2)
    void takesWritesAtEveryNodeAndShowsThemThereAtOnce() {
        for (String node : NAMES) {
            created(node, "from-" + node);
            assertThat(nodes.client(node).get(MAPS + "/from-" + node + "?resourceVersion=0"))
                    .isPresent();
            assertThat(create(node, "from-" + node).status()).isEqualTo(409);
        }
    }

    @Test
    @Order(3)
    void refusesAtANodeThatDoesNotLeadWhatWasDecidedFromAnOlderVersion() {
        String follower = NAMES.stream()
                .filter(node -> !node.equals(nodes.leader()))
                .findFirst()
                .orElseThrow();
        ObjectNode first = nodes.client(follower).get(MAPS + "/from-a").orElseThrow();
        ObjectNode changed = first.deepCopy();
        changed.withObject("/data").put("value", "changed");
        Optional<tools.jackson.databind.JsonNode> body = Optional.of(changed);

        assertThat(nodes.client(follower)
                        .send("PUT", MAPS + "/from-a", body, "application/json")
                        .status())
                .isEqualTo(200);

        KubeClient.Answer again = nodes.client(follower).send("PUT", MAPS + "/from-a", body, "application/json");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.message()).contains("the object has been modified");
    }

    @Test
    @Order(4)
    void answersNoProcessWithoutACertificateOfItsNodes() throws Exception {
        SSLContext believing = SSLContext.getInstance("TLS");
        believing.init(null, new TrustManager[] {new Credulous()}, null);
        try (SSLSocket socket =
                (SSLSocket) believing.getSocketFactory().createSocket(hub.peerAddress("a"), hub.peerPort("a"))) {
            socket.setSoTimeout(10_000);
            assertThat(refused(socket)).as("TLS without a certificate").isTrue();
        }
        try (Socket plain = new Socket(hub.peerAddress("a"), hub.peerPort("a"))) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write(new byte[64]);
            assertThat(ended(plain)).as("no TLS at all").isTrue();
        }
    }

    /** In TLS 1.3 the client learns of it when it reads. */
    private static boolean refused(SSLSocket socket) {
        try {
            socket.startHandshake();
            return socket.getInputStream().read() < 0;
        } catch (IOException alert) {
            return !(alert instanceof java.net.SocketTimeoutException);
        }
    }

    private static boolean ended(Socket socket) {
        try {
            byte[] alert = new byte[64];
            while (true) {
                if (socket.getInputStream().read(alert) < 0) {
                    return true;
                }
            }
        } catch (IOException reset) {
            return !(reset instanceof java.net.SocketTimeoutException);
        }
    }

    /** Believes whoever answers: what is tested is what the node believes. */
    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String kind) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    @Test
    @Order(5)
    void takesNothingFromALeaderThatWasSuspendedAndGoesOnAsIfNothingWere() {
        String suspended = nodes.leader();
        List<String> others =
                NAMES.stream().filter(node -> !node.equals(suspended)).toList();
        created(suspended, "before-suspension");

        nodes.process(suspended).signal("STOP");
        try {
            await("a write that the others answer")
                    .atMost(PATIENCE)
                    .until(() -> List.of(201, 409)
                            .contains(
                                    create(others.getFirst(), "while-suspended").status()));
            assertThat(nodes.leader(others)).isNotEqualTo(suspended);
        } finally {
            nodes.process(suspended).signal("CONT");
        }

        await("it to know that it leads no longer").atMost(PATIENCE).until(() -> !nodes.leads(suspended));
        NAMES.forEach(nodes::awaitReady);
        int again = await("an answer that is not to try again")
                .atMost(PATIENCE)
                .until(() -> create(suspended, "while-suspended").status(), status -> status != 503 && status != 504);
        assertThat(again).as("what the others wrote is there").isEqualTo(409);
        created(suspended, "after-suspension");
        await("every node to hold its share again")
                .atMost(PATIENCE)
                .untilAsserted(() -> NAMES.forEach(
                        node -> assertThat(hub.slices(node).values()).containsExactlyInAnyOrder(22, 21, 21)));
    }

    @Test
    @Order(6)
    void losesNothingAndGoesOnWhenTheNodeThatLeadsIsKilled() throws Exception {
        String leader = nodes.leader();
        List<String> others =
                NAMES.stream().filter(node -> !node.equals(leader)).toList();
        Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean ending = new AtomicBoolean();
        List<Thread> writers = NAMES.stream()
                .map(node -> Thread.startVirtualThread(() -> write(node, acknowledged, ending)))
                .toList();
        await("writes under way").atMost(PATIENCE).until(() -> acknowledged.size() > 30);

        nodes.process(leader).kill();
        long killedNanos = System.nanoTime();
        await("a write that is sent and acknowledged after the leader's death")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> acknowledged.values().stream().anyMatch(each -> each.sentNanos() > killedNanos));
        long firstMs = (System.nanoTime() - killedNanos) / 1_000_000;
        ending.set(true);
        for (Thread writer : writers) {
            writer.join();
        }

        System.out.println("leaderFailoverSeconds " + firstMs / 1000.0 + ", acknowledged " + acknowledged.size());
        assertThat(others).contains(nodes.leader());
        for (String node : others) {
            acknowledged.forEach((name, promised) -> assertThat(nodes.client(node)
                            .get(MAPS + "/" + name)
                            .map(found -> found.at("/metadata/resourceVersion").asString()))
                    .as("%s at %s", name, node)
                    .contains(promised.version()));
            await("the slices of the dead to be held by others")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(hub.slices(node))
                            .containsOnlyKeys(others)
                            .containsValues(32, 32));
        }
    }

    @Test
    @Order(7)
    void givesWorkToANodeThatComesBackAndTakesItFromOneThatIsStopped() {
        String back = NAMES.stream()
                .filter(node -> !nodes.running().contains(node))
                .findFirst()
                .orElseThrow();
        nodes.start(back);
        NAMES.forEach(nodes::awaitReady);
        await("every node to hold its share again")
                .atMost(PATIENCE)
                .untilAsserted(() -> NAMES.forEach(
                        node -> assertThat(hub.slices(node).values()).containsExactlyInAnyOrder(22, 21, 21)));
        assertThat(hub.status(back)).contains("NODE", "REGION", hub.advertised(back), "eu-" + back);
        String follower = NAMES.stream()
                .filter(node -> !node.equals(nodes.leader()))
                .findFirst()
                .orElseThrow();

        nodes.end(follower);

        String leader = nodes.leader();
        assertThat(hub.slices(leader)).as("given away before it ended").doesNotContainKey(follower);
        created(leader, "after-all");
    }

    private static void write(String node, Map<String, Acknowledged> acknowledged, AtomicBoolean ending) {
        for (int number = 0; !ending.get(); number++) {
            String name = "w-" + node + "-" + number;
            long sentNanos = System.nanoTime();
            try {
                KubeClient.Answer answer = create(node, name);
                if (answer.status() == 201) {
                    acknowledged.put(
                            name,
                            new Acknowledged(
                                    answer.body()
                                            .at("/metadata/resourceVersion")
                                            .asString(),
                                    sentNanos));
                }
            } catch (UserError dead) {
                return;
            }
        }
    }
}
