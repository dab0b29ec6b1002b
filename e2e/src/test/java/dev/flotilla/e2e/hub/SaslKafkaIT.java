package dev.flotilla.e2e.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.e2e.KafkaMain;
import dev.flotilla.e2e.process.FreePorts;
import dev.flotilla.e2e.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A hub whose log is kept by a Kafka that takes TLS and passwords alone, and lets its user at nothing but its own. */
@Timeout(180)
class SaslKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HUB = "acme";
    private static final String LOGIN =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";";

    @TempDir
    private Path directory;

    private final List<JavaProcess> processes = new ArrayList<>();
    private int broker;
    private Path authority;

    @BeforeEach
    void startKafka() throws Exception {
        broker = FreePorts.block(1);
        CertificateAuthority kafka = CertificateAuthority.generate("kafka", Instant.now());
        authority = Files.writeString(directory.resolve("kafka-ca.crt"), kafka.certificatePem());
        Path file = directory.resolve("kafka.properties");
        try (var out = Files.newOutputStream(file)) {
            properties(kafka.server("kafka", List.of("127.0.0.1"), Instant.now()))
                    .store(out, null);
        }
        start(
                "kafka",
                KafkaMain.class.getName(),
                file.toString(),
                "SCRAM-SHA-512=[name=admin,password=of-the-admin]",
                "SCRAM-SHA-512=[name=hub,password=of-the-hub]");
        await("Kafka").atMost(PATIENCE).ignoreExceptions().until(this::allowed);
    }

    @AfterEach
    void stop() {
        processes.reversed().forEach(JavaProcess::close);
    }

    private Properties properties(Identity identity) throws IOException {
        int controller = FreePorts.block(1);
        Map<String, String> properties = new HashMap<>(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "listeners", "USERS://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners", "USERS://127.0.0.1:" + broker,
                "listener.security.protocol.map", "USERS:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "USERS",
                "controller.listener.names", "CONTROLLER",
                "log.dirs", directory.resolve("kafka").toString()));
        properties.putAll(Map.of(
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "SCRAM-SHA-512",
                "listener.name.users.scram-sha-512.sasl.jaas.config",
                LOGIN.formatted("admin", "of-the-admin"),
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.certificate.chain",
                identity.certificatePem(),
                "ssl.keystore.key",
                identity.keyPem(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                Files.readString(authority)));
        properties.putAll(Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:admin;User:ANONYMOUS",
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "message.max.bytes", Integer.toString(4 << 20),
                "log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20)));
        Properties file = new Properties();
        file.putAll(properties);
        return file;
    }

    private Map<String, Object> login(String user, String password) throws IOException {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + broker,
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                Files.readString(authority),
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                LOGIN.formatted(user, password));
    }

    /** What docs/hub-config.md names, and nothing else. */
    private boolean allowed() throws Exception {
        try (Admin admin = Admin.create(login("admin", "of-the-admin"))) {
            admin.createAcls(List.of(own(ResourceType.TOPIC), own(ResourceType.TRANSACTIONAL_ID)))
                    .all()
                    .get();
            return true;
        }
    }

    private static AclBinding own(ResourceType type) {
        return new AclBinding(
                new ResourcePattern(type, HUB, PatternType.PREFIXED),
                new AccessControlEntry("User:hub", "*", AclOperation.ALL, AclPermissionType.ALLOW));
    }

    private JavaProcess start(String name, String... line) {
        JavaProcess process = new JavaProcess(name, log(name), List.of(line));
        processes.add(process);
        process.start();
        return process;
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private JavaProcess hub(String password, int port) throws IOException {
        Path home = Files.createDirectories(directory.resolve("hub"));
        Files.writeString(home.resolve("password"), password + "\n");
        Files.writeString(home.resolve("hub.yaml"), """
                hub: %s
                node: a
                data: data
                api: {listen: '127.0.0.1:%d'}
                kafka:
                  bootstrapServers: ['127.0.0.1:%d']
                  tls: {authority: %s}
                  sasl: {mechanism: SCRAM-SHA-512, username: hub, passwordFile: password}
                """.formatted(HUB, port, broker, authority));
        return start(
                "hub",
                "dev.flotilla.cli.Flotilla",
                "hub",
                "--config",
                home.resolve("hub.yaml").toString());
    }

    @Test
    void keepsItsLogThereAndSaysSoWhenItsPasswordIsWrong() throws Exception {
        int port = FreePorts.block(1);
        JavaProcess refused = hub("of-somebody-else", port);
        await("what is wrong to be said")
                .atMost(PATIENCE)
                .until(() -> Files.readString(log("hub")).contains("kafka.sasl"));
        refused.kill();

        hub("of-the-hub", port);
        Path kubeconfig = directory.resolve("hub/data/admin.kubeconfig");
        await("the hub; its log is " + log("hub")).atMost(PATIENCE).until(() -> ready(kubeconfig));

        try (KubeClient client = new KubeClient(Kubeconfig.read(kubeconfig, Optional.empty()));
                Admin admin = Admin.create(login("admin", "of-the-admin"))) {
            ObjectNode map = ObjectJson.mapper().createObjectNode();
            map.put("apiVersion", "v1").put("kind", "ConfigMap");
            map.putObject("metadata").put("name", "kept");
            client.apply("/api/v1/namespaces/default/configmaps/kept", map);

            assertThat(client.get("/api/v1/namespaces/default/configmaps/kept")).isPresent();
            assertThat(admin.listTopics().names().get()).contains(HUB + ".state");
        }
        assertThat(Files.readString(log("hub"))).doesNotContain("of-the-hub", "of-somebody-else");
    }

    private static boolean ready(Path kubeconfig) {
        if (!Files.exists(kubeconfig)) {
            return false;
        }
        try (KubeClient client = new KubeClient(Kubeconfig.read(kubeconfig, Optional.empty()))) {
            return client.text("/readyz").strip().equals("ok");
        } catch (UserError notYet) {
            return false;
        }
    }
}
