package dev.flotilla.e2e.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.replication.broker.PemFiles;
import dev.flotilla.replication.broker.QuorumMember;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class ThreeNodesIT {
    private static final String STATE = "several.state";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static HubNodes nodes;

    @BeforeAll
    @Timeout(240)
    static void start() throws IOException {
        nodes = HubNodes.start(directory.resolve("hub"));
    }

    @AfterAll
    static void end() {
        if (nodes != null) {
            nodes.close();
        }
    }

    /** {@link HubNodes} believes one authority for all of them. */
    @Test
    @Order(1)
    void eachServesTheSameObjects() throws Exception {
        try (Writers writer = Writers.start(nodes, "first")) {
            await().atMost(PATIENCE).until(() -> writer.acknowledged().size() > 10);
            writer.close();
            HubNodes.NAMES.forEach(node -> assertHolds(node, writer.acknowledged()));
        }
    }

    @Test
    @Order(2)
    void letNobodyNearTheLogWithoutACertificateOfTheNodesAuthority() throws Exception {
        CertificateAuthority other = CertificateAuthority.generate("several-nodes", Instant.now());
        Stranger.Shown foreign = shown("foreign", other.peer("a", List.of("127.0.0.1"), Instant.now()));
        CertificateAuthority api = CertificateAuthority.load(new Identity(
                Files.readString(nodes.file("authorities", "api-ca.crt")),
                Files.readString(nodes.file("authorities", "api-ca.key"))));
        Stranger.Shown user = shown("user", api.client("admin", List.of("system:masters"), Instant.now()));
        Stranger.Shown node = new Stranger.Shown(nodes.file("a", "node.crt"), nodes.file("a", "node.key"));

        List<CompletableFuture<Void>> tried = HubNodes.NAMES.stream()
                .flatMap(name -> Stream.of(nodes.brokerPort(name), nodes.controllerPort(name)))
                .map(port -> CompletableFuture.runAsync(
                        () -> letsInAlone(port, node, List.of(foreign, user)), Thread::startVirtualThread))
                .toList();
        tried.forEach(CompletableFuture::join);
    }

    /** Side by side, since whoever is let in is known by a silence. */
    private static void letsInAlone(int port, Stranger.Shown node, List<Stranger.Shown> others) {
        assertThat(Stranger.isLetIn(port, Optional.of(node))).as("a node").isTrue();
        assertThat(Stranger.isLetIn(port, Optional.empty())).as("nobody").isFalse();
        for (Stranger.Shown other : others) {
            assertThat(Stranger.isLetIn(port, Optional.of(other)))
                    .as("another hub's node, or the API's administrator: %s", other.certificate())
                    .isFalse();
        }
        assertThat(Stranger.isLetInWithoutTls(port)).as("without TLS").isFalse();
    }

    @Test
    @Order(3)
    void goOnWithoutABrokerAndTakeItBack() throws Exception {
        try (Writers writer = Writers.start(nodes, "broker")) {
            await().atMost(PATIENCE).until(() -> !writer.acknowledged().isEmpty());
            String leader = await().atMost(PATIENCE)
                    .until(nodes::leader, Optional::isPresent)
                    .orElseThrow();

            assertThat(nodes.broker(leader).destroyForcibly()).isTrue();

            int before = writer.acknowledged().size();
            await("writes without the broker of " + leader)
                    .atMost(PATIENCE)
                    .until(() -> writer.acknowledged().size() > before + 20);
            await("all three in sync").atMost(PATIENCE).until(() -> inSync() == HubNodes.NAMES.size());
            writer.close();
            HubNodes.NAMES.forEach(node -> assertHolds(node, writer.acknowledged()));
        }
    }

    @Test
    @Order(4)
    void goOnWithoutTheLeaderWhenItIsToldToEnd() throws Exception {
        try (Writers writer = Writers.start(nodes, "leader")) {
            await().atMost(PATIENCE).until(() -> !writer.acknowledged().isEmpty());
            String leader = await().atMost(PATIENCE)
                    .until(nodes::leader, Optional::isPresent)
                    .orElseThrow();

            nodes.end(leader);

            int before = writer.acknowledged().size();
            await("writes without " + leader)
                    .atMost(PATIENCE)
                    .until(() -> writer.acknowledged().size() > before + 20);
            nodes.start(leader);
            nodes.awaitReady(leader);
            writer.close();
            HubNodes.NAMES.forEach(node -> assertHolds(node, writer.acknowledged()));
        }
    }

    /** As docs/hub-config.md says to do it: one after the other, each when the one before is ready. */
    @Test
    @Order(5)
    @EnabledIfSystemProperty(named = "fleet.faults", matches = "true")
    void showClientsNothingOfARollingRestart() throws Exception {
        try (LoadBalancer balancer = new LoadBalancer(nodes);
                EverydayClients clients = EverydayClients.start(nodes.kubeconfigFor(balancer.port()))) {
            await("clients at work").atMost(PATIENCE).until(() -> clients.done() > 10);
            String leader = await().atMost(PATIENCE)
                    .until(nodes::leader, Optional::isPresent)
                    .orElseThrow();

            for (String node : HubNodes.NAMES) {
                nodes.end(node);
                nodes.start(node);
                nodes.awaitReady(node);
                System.out.println(node + (node.equals(leader) ? " led; it" : "") + " was restarted, done "
                        + clients.done() + ", errors " + clients.errors());
            }
            int done = clients.done();
            int events = clients.events();
            await("clients at work afterwards").atMost(PATIENCE).until(() -> clients.done() > done + 20);
            await("changes that the informer is told of").atMost(PATIENCE).until(() -> clients.events() > events);

            assertThat(clients.errors()).isEmpty();
            assertThat(clients.following()).isTrue();
        }
    }

    /** As docs/backup.md says to do it, after every disk was lost. */
    @Test
    @Order(6)
    @EnabledIfSystemProperty(named = "fleet.faults", matches = "true")
    void areRestoredIntoBrokersThatHoldNothing() throws Exception {
        Path backup = directory.resolve("hub.backup");
        try (OutputStream file = Files.newOutputStream(backup)) {
            nodes.client("a").download("/backup", file);
        }
        JsonNode before = nodes.client("a").get(Writers.PATH).orElseThrow();
        HubNodes.NAMES.forEach(nodes::end);
        for (String node : HubNodes.NAMES) {
            deleteAll(nodes.file(node, "data"));
        }

        List<String> others = List.of("b", "c");
        others.forEach(node -> nodes.launch(node, "hub", "broker"));
        Process restore = nodes.launch("a", "restore", backup.toString());
        assertThat(restore.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(restore.exitValue()).isZero();
        others.forEach(nodes::end);
        HubNodes.NAMES.forEach(nodes::start);
        HubNodes.NAMES.forEach(nodes::awaitReady);

        JsonNode after = nodes.client("c").get(Writers.PATH).orElseThrow();
        assertThat(names(after)).isNotEmpty().isEqualTo(names(before));
        assertThat(version(after)).isGreaterThan(version(before));
    }

    private static List<String> names(JsonNode list) {
        return list.path("items")
                .valueStream()
                .map(item -> item.at("/metadata/name").asString())
                .toList();
    }

    private static long version(JsonNode list) {
        return Long.parseLong(list.at("/metadata/resourceVersion").asString());
    }

    private static void deleteAll(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Order(7)
    void leaveNoBrokerBehindWhenAllOfThemDieAtOnce() {
        List<ProcessHandle> brokers = HubNodes.NAMES.stream().map(nodes::broker).toList();

        nodes.kill();

        await("brokers that have no quorum to take leave of")
                .atMost(PATIENCE)
                .until(() -> brokers.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static Stranger.Shown shown(String name, Identity identity) throws IOException {
        return new Stranger.Shown(
                Files.writeString(directory.resolve(name + ".crt"), identity.certificatePem()),
                Files.writeString(directory.resolve(name + ".key"), identity.keyPem()));
    }

    /** Linearizable: whatever was acknowledged before is in the list. */
    private static void assertHolds(String node, Map<String, String> acknowledged) {
        Map<String, String> found = new HashMap<>();
        nodes.client(node)
                .get(Writers.PATH)
                .orElseThrow()
                .path("items")
                .forEach(item -> found.put(
                        item.at("/metadata/name").asString(),
                        item.at("/metadata/resourceVersion").asString()));

        assertThat(found).as("objects on " + node).containsAllEntriesOf(acknowledged);
    }

    private static int inSync() throws Exception {
        String servers = HubNodes.NAMES.stream()
                .map(node -> "127.0.0.1:" + nodes.brokerPort(node))
                .collect(Collectors.joining(","));
        Map<String, Object> properties = Map.copyOf(QuorumMember.clientProperties(
                servers,
                PemFiles.mutual(
                        nodes.file("a", "nodes-ca.crt"), nodes.file("a", "node.crt"), nodes.file("a", "node.key"))));
        try (Admin admin = Admin.create(properties)) {
            TopicDescription topic =
                    admin.describeTopics(List.of(STATE)).allTopicNames().get().get(STATE);
            return Objects.requireNonNull(topic).partitions().getFirst().isr().size();
        }
    }
}
