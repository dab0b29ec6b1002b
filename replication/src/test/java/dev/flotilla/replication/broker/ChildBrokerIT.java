package dev.flotilla.replication.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildBrokerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void endsWithAKilledHubAndServesTheNextOne() throws Exception {
        Process hub = startHub();
        String servers = awaitServers(hub);
        BrokerFile file = BrokerFile.read(directory).orElseThrow();
        assertThat(file.broker().alive()).isPresent();
        assertThat(file.parent().pid()).isEqualTo(hub.pid());

        try (EmbeddedBroker adopted = EmbeddedBroker.child(EmbeddedBroker.Options.in(directory))) {
            assertThat(adopted.bootstrapServers()).isEqualTo(servers);
        }
        assertThat(file.broker().alive())
                .as("an adopted broker outlives its adopter")
                .isPresent();

        kill(hub, file);
        try (EmbeddedBroker next = EmbeddedBroker.child(EmbeddedBroker.Options.in(directory))) {
            assertThat(next.running()).isTrue();
            assertThat(next.bootstrapServers()).isEqualTo(servers);
            assertThat(BrokerFile.read(directory).orElseThrow().broker()).isNotEqualTo(file.broker());
        }
    }

    private Process startHub() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubStandIn.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void kill(Process hub, BrokerFile file) {
        hub.destroyForcibly();
        Awaitility.await().until(() -> file.broker().alive().isEmpty());
    }

    @Test
    void adoptsABrokerThatIsSlowToAnswer() throws Exception {
        Process hub = startHub();
        String servers = awaitServers(hub);
        BrokerFile file = BrokerFile.read(directory).orElseThrow();
        signal("STOP", file);
        CompletableFuture<Void> goesOn = CompletableFuture.runAsync(
                () -> signal("CONT", file), CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS));

        try (EmbeddedBroker adopted = EmbeddedBroker.child(EmbeddedBroker.Options.in(directory))) {
            assertThat(adopted.bootstrapServers()).isEqualTo(servers);
            assertThat(BrokerFile.read(directory)).contains(file);
        } finally {
            goesOn.join();
            kill(hub, file);
        }
    }

    private static void signal(String name, BrokerFile file) {
        try {
            int exit = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(file.broker().pid()))
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servesNobodyOnThisMachineWhoDoesNotKnowThePassword() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.child(EmbeddedBroker.Options.in(directory).withFsync(false))) {
            Map<String, String> known = broker.clientProperties();
            Map<String, String> guessed = new HashMap<>(known);
            guessed.computeIfPresent(
                    "sasl.jaas.config", (_, login) -> login.replaceAll("password=\"[^\"]+\"", "password=\"guess\""));

            assertThat(nodes(known, PATIENCE)).isEqualTo(1);
            assertThatThrownBy(() -> nodes(guessed, PATIENCE)).hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(
                            () -> nodes(Map.of("bootstrap.servers", broker.bootstrapServers()), Duration.ofSeconds(3)))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    private static int nodes(Map<String, String> clients, Duration timeout) throws Exception {
        Map<String, Object> properties = new HashMap<>(clients);
        properties.put("request.timeout.ms", (int) timeout.toMillis());
        properties.put("default.api.timeout.ms", (int) timeout.toMillis());
        try (Admin admin = Admin.create(properties)) {
            return admin.describeCluster().nodes().get().size();
        }
    }

    private static String awaitServers(Process hub) throws IOException {
        BufferedReader lines = hub.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("hub ")) {
                return line.substring("hub ".length());
            }
        }
        throw new AssertionError("the hub ended before its broker served");
    }

    @Test
    void saysWhereToLookWhenItCannotStart() throws IOException {
        Path logDirectory = directory.resolve("log");
        Files.createDirectories(logDirectory);
        Files.writeString(logDirectory.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");

        assertThatThrownBy(() -> EmbeddedBroker.child(EmbeddedBroker.Options.in(directory)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broker.log");
    }
}
