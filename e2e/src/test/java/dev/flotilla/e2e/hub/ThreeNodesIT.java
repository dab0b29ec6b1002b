package dev.flotilla.e2e.hub;

import static dev.flotilla.e2e.process.HubLayout.NAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.e2e.process.HubLayout;
import dev.flotilla.e2e.process.JavaProcess;
import dev.flotilla.e2e.process.NodeProcesses;
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

    private static HubLayout layout;
    private static NodeProcesses nodes;

    @BeforeAll
    @Timeout(240)
    static void start() throws IOException {
        layout = HubLayout.write("several", directory.resolve("hub"), List.of());
        layout.configure((_, configuration) -> configuration + "timing:\n  drain: 1s\n  read: 8s\n");
        nodes = new NodeProcesses(layout, Path.of("target", "hub-nodes"), List.of("-Xmx384m"));
        NAMES.forEach(nodes::start);
        NAMES.forEach(nodes::awaitReady);
    }

    @AfterAll
    static void end() {
        if (nodes != null) {
            nodes.close();
        }
    }

    /** {@link NodeProcesses} believes one authority for all of them. */
    @Test
    @Order(1)
    void eachServesTheSameObjects() throws Exception {
        try (Writers writer = Writers.start(nodes, "first")) {
            await().atMost(PATIENCE).until(() -> writer.acknowledged().size() > 10);
            writer.close();
            NAMES.forEach(node -> assertHolds(node, writer.acknowledged()));
        }
    }

    @Test
    @Order(2)
    void letNobodyNearTheLogWithoutACertificateOfTheNodesAuthority() throws Exception {
        CertificateAuthority other = CertificateAuthority.generate("several-nodes", Instant.now());
        Stranger.Shown foreign = shown("foreign", other.peer("a", List.of("127.0.0.1"), Instant.now()));
        CertificateAuthority api = CertificateAuthority.load(new Identity(
                Files.readString(layout.file("authorities", "api-ca.crt")),
                Files.readString(layout.file("authorities", "api-ca.key"))));
        Stranger.Shown user = shown("user", api.client("admin", List.of("system:masters"), Instant.now()));
        Stranger.Shown node = new Stranger.Shown(layout.file("a", "node.crt"), layout.file("a", "node.key"));

        List<CompletableFuture<Void>> tried = NAMES.stream()
                .flatMap(name -> Stream.of(layout.brokerPort(name), layout.controllerPort(name)))
                .map(port -> CompletableFuture.runAsync(
                        () -> letsInAlone(port, node, List.of(foreign, user)), Thread::startVirtualThread))
                .toList();
        tried.forEach(CompletableFuture::join);
    }

    /** Side by side, since whoever is let in is known by a silence. */
    private static void letsInAlone(int port, Stranger.Shown node, List<Stranger.Shown> others) {
        assertThat(Stranger.isLetIn(port, node)).as("a node").isTrue();
        assertThat(Stranger.isRefused(port, Optional.empty())).as("nobody").isTrue();
        for (Stranger.Shown other : others) {
            assertThat(Stranger.isRefused(port, Optional.of(other)))
                    .as("another hub's node, or the API's administrator: %s", other.certificate())
                    .isTrue();
        }
        assertThat(Stranger.isLetInWithoutTls(port)).as("without TLS").isFalse();
    }

    @Test
    @Order(3)
    void goOnWithoutABrokerAndTakeItBack() throws Exception {
        try (Writers writer = Writers.start(nodes, "broker")) {
            await().atMost(PATIENCE).until(() -> !writer.acknowledged().isEmpty());
            String leader = nodes.leader();

            assertThat(layout.broker(leader).orElseThrow().destroyForcibly()).isTrue();

            int before = writer.acknowledged().size();
            await("writes without the broker of " + leader)
                    .atMost(PATIENCE)
                    .until(() -> writer.acknowledged().size() > before + 20);
            await("all three in sync").atMost(PATIENCE).until(() -> inSync() == NAMES.size());
            writer.close();
            NAMES.forEach(node -> assertHolds(node, writer.acknowledged()));
        }
    }

    @Test
    @Order(4)
    void goOnWithoutTheLeaderWhenItIsToldToEnd() throws Exception {
        try (Writers writer = Writers.start(nodes, "leader")) {
            await().atMost(PATIENCE).until(() -> !writer.acknowledged().isEmpty());
            String leader = nodes.leader();

            nodes.end(leader);

            int before = writer.acknowledged().size();
            await("writes without " + leader)
                    .atMost(PATIENCE)
                    .until(() -> writer.acknowledged().size() > before + 20);
            nodes.start(leader);
            nodes.awaitReady(leader);
            writer.close();
            NAMES.forEach(node -> assertHolds(node, writer.acknowledged()));
        }
    }

    /** As docs/hub-config.md says to do it: one after the other, each when the one before is ready. */
    @Test
    @Order(5)
    @EnabledIfSystemProperty(named = "fleet.faults", matches = "true")
    void showClientsNothingOfARollingRestart() throws Exception {
        try (LoadBalancer balancer = new LoadBalancer(nodes);
                EverydayClients clients = EverydayClients.start(balancer.kubeconfig())) {
            await("clients at work").atMost(PATIENCE).until(() -> clients.done() > 10);
            String leader = nodes.leader();

            for (String node : NAMES) {
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
        NAMES.forEach(nodes::end);
        for (String node : NAMES) {
            deleteAll(layout.file(node, "data"));
        }

        try (JavaProcess second = nodes.command("b", "hub", "broker");
                JavaProcess third = nodes.command("c", "hub", "broker");
                JavaProcess restore = nodes.command("a", "restore", backup.toString())) {
            List.of(second, third, restore).forEach(JavaProcess::start);
            assertThat(restore.exited(PATIENCE)).hasValue(0);
            List.of(second, third).forEach(JavaProcess::end);
        }
        NAMES.forEach(nodes::start);
        NAMES.forEach(nodes::awaitReady);

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
        List<ProcessHandle> brokers =
                NAMES.stream().map(node -> layout.broker(node).orElseThrow()).toList();

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
        String servers = NAMES.stream()
                .map(node -> "127.0.0.1:" + layout.brokerPort(node))
                .collect(Collectors.joining(","));
        Map<String, Object> properties = Map.copyOf(QuorumMember.clientProperties(
                servers,
                PemFiles.mutual(
                        layout.file("a", "nodes-ca.crt"), layout.file("a", "node.crt"), layout.file("a", "node.key"))));
        try (Admin admin = Admin.create(properties)) {
            TopicDescription topic =
                    admin.describeTopics(List.of(STATE)).allTopicNames().get().get(STATE);
            return Objects.requireNonNull(topic).partitions().getFirst().isr().size();
        }
    }
}
