package dev.flotilla.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.apiserver.pki.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubInitTest {
    private static final List<NodePlan> NODES = Stream.of(
                    "a=hub-a.example.org@eu/eu-1", "b=10.0.0.2:8443@us", "c=hub-c")
            .map(NodePlan::parse)
            .toList();

    @TempDir
    private Path directory;

    private static HubPlan plan(String clusterId) {
        return new HubPlan("fleet", NODES, "/var/lib/flotilla", clusterId, List.of(), Optional.empty());
    }

    private void init(HubPlan plan) throws IOException {
        new HubInit(plan, directory, List.of("hub.example.org"), Instant.now()).write();
    }

    private X509Certificate certificate(String file) throws IOException {
        return Pem.certificate(Files.readString(directory.resolve(file)));
    }

    @Test
    void writesAFileForEachNodeThatTheReaderTakes() throws Exception {
        init(plan("4L6g3nShT-eMCtK--X86sw"));

        HubConfig config = HubFile.read(directory.resolve("b/hub.yaml"));
        assertThat(config.name()).isEqualTo("fleet");
        assertThat(config.node()).isEqualTo("b");
        assertThat(config.location()).isEqualTo(new Location("us", ""));
        assertThat(config.api()).isEqualTo(new Address("0.0.0.0", 8443));
        assertThat(config.peers().orElseThrow().nodes())
                .containsEntry("a", new Address("hub-a.example.org", 7444))
                .containsEntry("b", new Address("10.0.0.2", 8444))
                .containsEntry("c", new Address("hub-c", 7444));
        assertThat(config.encryption().keys())
                .containsExactly(new Encryption.Key("first", directory.resolve("b/encryption.key")));
        KafkaSource.Quorum quorum = (KafkaSource.Quorum) config.kafka();
        assertThat(quorum.fsync()).isFalse();
        assertThat(quorum.brokers())
                .containsExactly(
                        new KafkaSource.Broker(
                                "a", 1, new Address("hub-a.example.org", 7445), new Address("hub-a.example.org", 7446)),
                        new KafkaSource.Broker("b", 2, new Address("10.0.0.2", 8445), new Address("10.0.0.2", 8446)),
                        new KafkaSource.Broker("c", 3, new Address("hub-c", 7445), new Address("hub-c", 7446)));
    }

    @Test
    void givesAllNodesCertificatesOfOneAuthorityAndKeepsUsersApartFromNodes() throws Exception {
        init(plan("x"));

        certificate("a/api.crt").verify(certificate("b/api-ca.crt").getPublicKey());
        certificate("a/node.crt").verify(certificate("b/nodes-ca.crt").getPublicKey());
        assertThatThrownBy(() -> certificate("a/api.crt")
                        .verify(certificate("a/nodes-ca.crt").getPublicKey()))
                .isInstanceOf(java.security.SignatureException.class);
        assertThat(certificate("b/node.crt").getExtendedKeyUsage())
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate("b/node.crt").getSubjectAlternativeNames()).contains(List.of(7, "10.0.0.2"));
        assertThat(certificate("b/api.crt").getSubjectAlternativeNames())
                .contains(List.of(7, "10.0.0.2"), List.of(2, "hub.example.org"));
    }

    @Test
    void letsNobodyElseReadWhatItWrites() throws Exception {
        init(plan("x"));

        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void keepsAuthoritiesAndFilesWhenDoneAgainAndIssuesCertificatesAnew() throws Exception {
        init(plan("first"));
        X509Certificate authority = certificate("a/nodes-ca.crt");
        X509Certificate node = certificate("a/node.crt");
        Files.writeString(directory.resolve("a/hub.yaml"), "# mine\n");
        Files.delete(directory.resolve("b/hub.yaml"));

        init(plan("second"));

        assertThat(certificate("a/nodes-ca.crt")).isEqualTo(authority);
        assertThat(certificate("a/node.crt")).isNotEqualTo(node);
        assertThat(directory.resolve("a/hub.yaml")).hasContent("# mine");
        assertThat(directory.resolve("b/hub.yaml")).content().contains("clusterId: first");
        assertThat(Files.readString(directory.resolve("a/encryption.key")))
                .isEqualTo(Files.readString(directory.resolve("b/encryption.key")));
    }

    @Test
    void namesNodesInOneFormAlone() {
        assertThat(NodePlan.parse("a=[2001:db8::1]:9000@eu/1"))
                .isEqualTo(new NodePlan("a", "2001:db8::1", 9000, new Location("eu", "1")));
        for (String wrong : List.of("a", "=h", "A=h", "a=h:0", "a=h:65535", "a=", "a=h@", "a=h/eu")) {
            assertThatThrownBy(() -> NodePlan.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAnEvenNumberOfBrokers() {
        assertThatThrownBy(() -> new HubPlan("fleet", NODES.subList(0, 2), "data", "x", List.of(), Optional.empty()))
                .hasMessageContaining("name an odd number of nodes");
        assertThat(new HubPlan("fleet", NODES.subList(0, 2), "data", "x", List.of("k:9092"), Optional.empty())
                        .yaml(NODES.getFirst()))
                .contains("bootstrapServers: ['k:9092']");
        assertThat(new HubPlan("fleet", NODES, "data", "x", List.of(), Optional.of(true)).yaml(NODES.getFirst()))
                .contains("    fsync: true\n");
    }
}
