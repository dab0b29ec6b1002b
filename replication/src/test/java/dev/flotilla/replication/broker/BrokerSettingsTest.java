package dev.flotilla.replication.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSettingsTest {
    private static final List<QuorumMember.Voter> VOTERS = List.of(
            new QuorumMember.Voter(1, "a.example.org", 9001, "a.example.org", 9002),
            new QuorumMember.Voter(2, "10.0.0.2", 9001, "10.0.0.2", 9002),
            new QuorumMember.Voter(3, "2001:db8::3", 9001, "2001:db8::3", 9002));

    @TempDir
    private Path directory;

    private PemFiles pem() throws IOException {
        return PemFiles.mutual(
                Files.writeString(directory.resolve("ca"), "CA"),
                Files.writeString(directory.resolve("crt"), "CERTIFICATE"),
                Files.writeString(directory.resolve("key"), "KEY"));
    }

    private Map<String, String> properties(int id, boolean fsync, List<QuorumMember.Voter> voters) throws IOException {
        return BrokerSettings.member(directory, fsync, new QuorumMember(id, "cluster", "0.0.0.0", voters, pem()))
                .properties();
    }

    @Test
    void acknowledgesNothingThatOneMachineAloneHas() throws IOException {
        assertThat(properties(1, false, VOTERS))
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("transaction.state.log.min.isr", "2")
                .containsEntry("transaction.state.log.replication.factor", "3")
                .containsEntry("default.replication.factor", "3")
                .containsEntry("unclean.leader.election.enable", "false")
                .doesNotContainKey("log.flush.interval.messages");
        assertThat(properties(1, true, VOTERS)).containsEntry("log.flush.interval.messages", "1");
        assertThat(properties(1, true, VOTERS.subList(0, 1)))
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("transaction.state.log.replication.factor", "1");
    }

    @Test
    void listensOverTlsAloneAndAsksForACertificateOnEveryListener() throws IOException {
        assertThat(properties(3, false, VOTERS))
                .containsEntry("listener.security.protocol.map", "BROKER:SSL,CONTROLLER:SSL")
                .containsEntry("ssl.client.auth", "required")
                .containsEntry("ssl.truststore.certificates", "CA")
                .containsEntry("ssl.keystore.certificate.chain", "CERTIFICATE")
                .containsEntry("ssl.keystore.key", "KEY")
                .containsEntry("ssl.enabled.protocols", "TLSv1.3")
                .containsEntry("listeners", "BROKER://0.0.0.0:9001,CONTROLLER://0.0.0.0:9002")
                .containsEntry("advertised.listeners", "BROKER://[2001:db8::3]:9001,CONTROLLER://[2001:db8::3]:9002")
                .containsEntry("controller.quorum.voters", "1@a.example.org:9002,2@10.0.0.2:9002,3@[2001:db8::3]:9002");
    }

    @Test
    void asksForThePasswordOfItsDirectoryWhereItIsAlone() throws IOException {
        LoopbackSecret secret = LoopbackSecret.in(directory);
        String password = Files.readString(directory.resolve("broker.secret"));

        Map<String, String> broker =
                BrokerSettings.alone(directory, 1, 2, true, secret).properties();
        assertThat(broker)
                .containsEntry("listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT")
                .containsEntry("listeners", "BROKER://127.0.0.1:1,CONTROLLER://127.0.0.1:2");
        assertThat(broker.get("listener.name.broker.plain.sasl.jaas.config")).contains(password);
        assertThat(LoopbackSecret.in(directory).clientProperties())
                .as("the same at the next start")
                .isEqualTo(secret.clientProperties())
                .hasEntrySatisfying(
                        "sasl.jaas.config", login -> assertThat(login).contains(password));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("broker.secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void travelsWholeThroughThePipeAndShowsNoKeyInItsText() throws IOException {
        BrokerSettings settings =
                BrokerSettings.member(directory, false, new QuorumMember(2, "cluster", "0.0.0.0", VOTERS, pem()));
        BrokerOrder order = BrokerOrder.of(settings, 7);

        assertThat(BrokerOrder.read(order.line().strip())).isEqualTo(order);
        assertThat(order.line()).hasSizeGreaterThan(100).doesNotContain("\n{").endsWith("\n");
        assertThat(order.line().strip()).doesNotContain("\n");
        assertThat(order.settings()).isEqualTo(settings);
        assertThat(order.toString() + settings).doesNotContain("KEY");
        assertThatThrownBy(() -> BrokerOrder.read("KEY"))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain("KEY");
    }

    @Test
    void saysWhichFileIsMissing() {
        PemFiles absent = new PemFiles(Optional.of(directory.resolve("absent.crt")), Optional.empty());

        assertThatThrownBy(absent::properties).hasMessageContaining("absent.crt");
    }

    @Test
    void refusesAPlaceThatTheOthersDoNotKnow() throws IOException {
        PemFiles pem = pem();

        assertThatThrownBy(() -> new QuorumMember(4, "cluster", "0.0.0.0", VOTERS, pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not among the voters");
    }
}
