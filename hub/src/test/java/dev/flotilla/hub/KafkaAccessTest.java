package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.hub.config.KafkaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
    @TempDir
    private Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static KafkaSource.External external(Optional<KafkaSource.Tls> tls, Optional<KafkaSource.Sasl> sasl) {
        return new KafkaSource.External(List.of("k1:9093", "k2:9093"), 0, tls, sasl);
    }

    @Test
    void speaksInTheClearWhereNothingElseIsSaid() throws IOException {
        assertThat(KafkaAccess.clients(external(Optional.empty(), Optional.empty())))
                .containsOnly(
                        java.util.Map.entry("bootstrap.servers", "k1:9093,k2:9093"),
                        java.util.Map.entry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void showsItsCertificateAndBelievesOneAuthority() throws IOException {
        KafkaSource.Tls tls = new KafkaSource.Tls(
                Optional.of(file("ca.crt", "CA")),
                Optional.of(new KafkaSource.ClientCertificate(file("c.crt", "CERTIFICATE"), file("c.key", "KEY"))));

        assertThat(KafkaAccess.clients(external(Optional.of(tls), Optional.empty())))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", "CA")
                .containsEntry("ssl.keystore.certificate.chain", "CERTIFICATE")
                .containsEntry("ssl.keystore.key", "KEY");
    }

    @Test
    void provesAPasswordByEachMechanism() throws IOException {
        Path password = file("password", "it's \"so\\secret\nthis is no part of it\n");
        Optional<KafkaSource.Tls> tls = Optional.of(new KafkaSource.Tls(Optional.empty(), Optional.empty()));

        assertThat(KafkaAccess.clients(external(
                        tls, Optional.of(new KafkaSource.Sasl(KafkaSource.Mechanism.SCRAM_SHA_256, "hub", password)))))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"hub\""
                                + " password=\"it's \\\"so\\\\secret\";");
        assertThat(KafkaAccess.clients(
                        external(tls, Optional.of(new KafkaSource.Sasl(KafkaSource.Mechanism.PLAIN, "hub", password)))))
                .containsEntry("sasl.mechanism", "PLAIN")
                .hasEntrySatisfying(
                        "sasl.jaas.config", login -> assertThat(login).contains("PlainLoginModule"));
    }

    @Test
    void refusesAnEmptyPasswordFile() throws IOException {
        KafkaSource.Sasl sasl = new KafkaSource.Sasl(KafkaSource.Mechanism.PLAIN, "hub", file("password", "\n"));

        assertThatThrownBy(() -> KafkaAccess.clients(external(Optional.empty(), Optional.of(sasl))))
                .hasMessageContaining("write the password in it");
    }
}
