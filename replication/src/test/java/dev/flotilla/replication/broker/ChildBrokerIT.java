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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildBrokerIT {
    @TempDir
    Path directory;

    @Test
    void endsWithAKilledHubAndServesTheNextOne() throws Exception {
        Process hub = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubStandIn.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
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

        hub.destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> file.broker().alive().isEmpty());
        try (EmbeddedBroker next = EmbeddedBroker.child(EmbeddedBroker.Options.in(directory))) {
            assertThat(next.running()).isTrue();
            assertThat(next.bootstrapServers()).isEqualTo(servers);
            assertThat(BrokerFile.read(directory).orElseThrow().broker()).isNotEqualTo(file.broker());
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

            assertThat(nodes(known)).isEqualTo(1);
            assertThatThrownBy(() -> nodes(guessed)).hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> nodes(Map.of("bootstrap.servers", broker.bootstrapServers())))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    private static int nodes(Map<String, String> clients) throws Exception {
        Map<String, Object> properties = new HashMap<>(clients);
        properties.put("request.timeout.ms", 3_000);
        properties.put("default.api.timeout.ms", 3_000);
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
