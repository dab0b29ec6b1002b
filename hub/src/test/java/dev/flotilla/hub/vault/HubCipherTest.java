package dev.flotilla.hub.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.hub.config.Encryption;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.KafkaSource;
import dev.flotilla.replication.encryption.KeyFile;
import dev.flotilla.replication.encryption.RecordCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCipherTest {
    private static final GroupResource SECRETS = new GroupResource("", "secrets");

    @TempDir
    Path data;

    private HubConfig config(KafkaSource kafka, Encryption encryption) {
        HubConfig local = HubConfig.local(data, 0);
        return new HubConfig(
                local.name(),
                local.node(),
                local.location(),
                local.data(),
                local.api(),
                local.apiTls(),
                local.peers(),
                kafka,
                encryption,
                local.timing(),
                local.health(),
                local.eviction(),
                local.security(),
                local.placement());
    }

    private Encryption.Key key(String id) throws IOException {
        Path file = Files.writeString(data.resolve(id), KeyFile.newKey());
        return new Encryption.Key(
                id, Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")));
    }

    private static KafkaSource external() {
        return new KafkaSource.External(List.of("k:9092"), 3, Optional.empty(), Optional.empty());
    }

    @Test
    void givesAHubForOneMachineAKeyOfItsOwnAndKeepsIt() throws IOException {
        HubConfig config = HubConfig.local(data, 0);

        RecordCipher first = HubCipher.of(config, Instant.now());
        RecordCipher again = HubCipher.of(config, Instant.now().plusSeconds(60));

        assertThat(first.covers(SECRETS)).isTrue();
        assertThat(first.covers(new GroupResource("work.karmada.io", "works"))).isTrue();
        assertThat(first.covers(new GroupResource("", "configmaps"))).isFalse();
        assertThat(again.keys().ids()).hasSize(1).isEqualTo(first.keys().ids());
    }

    @Test
    void takesTheKeysAndKindsOfTheConfiguration() throws IOException {
        Encryption encryption =
                new Encryption(List.of(key("young"), key("old")), List.of("secrets", "gadgets.example.org"));

        RecordCipher cipher = HubCipher.of(config(external(), encryption), Instant.now());

        assertThat(cipher.keys().ids()).containsExactly("young", "old");
        assertThat(cipher.resources()).containsExactlyInAnyOrder(SECRETS, new GroupResource("example.org", "gadgets"));
    }

    @Test
    void encryptsNothingForSeveralNodesWithoutKeysAndMakesNone() throws IOException {
        RecordCipher cipher = HubCipher.of(config(external(), Encryption.NONE), Instant.now());

        assertThat(cipher.covers(SECRETS)).isFalse();
        assertThat(HubCipher.keyFile(data)).doesNotExist();
    }

    @Test
    void saysWhichKeyFileIsNotThere() {
        Encryption gone = new Encryption(List.of(new Encryption.Key("k", data.resolve("gone"))), List.of("secrets"));

        assertThatThrownBy(() -> HubCipher.of(config(external(), gone), Instant.now()))
                .hasMessageContaining(data.resolve("gone") + " is not there");
    }
}
