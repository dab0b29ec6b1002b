package dev.flotilla.hub.vault;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.hub.config.Encryption;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.KafkaSource;
import dev.flotilla.replication.encryption.KeyFile;
import dev.flotilla.replication.encryption.KeyRing;
import dev.flotilla.replication.encryption.MasterKey;
import dev.flotilla.replication.encryption.RecordCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a hub encrypts in its log, and with which keys. */
public final class HubCipher {
    private HubCipher() {}

    /** Where a hub for one machine, which is told of no keys, keeps those of its own. */
    public static Path keyFile(Path data) {
        return data.resolve("encryption.keys");
    }

    /**
     * The cipher of a node that starts. A hub for one machine makes its first key where there is none.
     *
     * @throws IOException if a key file cannot be used; the message names it and says why
     */
    public static RecordCipher of(HubConfig config, Instant now) throws IOException {
        if (config.encryption().keys().isEmpty() && config.kafka() instanceof KafkaSource.Own) {
            KeyFile.createIfAbsent(keyFile(config.data()), now);
        }
        return existing(config);
    }

    /** The same, and makes nothing. */
    public static RecordCipher existing(HubConfig config) throws IOException {
        Encryption encryption = config.encryption();
        if (!encryption.keys().isEmpty()) {
            return RecordCipher.of(ring(encryption.keys()), resources(encryption));
        }
        Path own = keyFile(config.data());
        return config.kafka() instanceof KafkaSource.Own && Files.exists(own)
                ? RecordCipher.of(KeyFile.readRing(own), resources(encryption))
                : RecordCipher.NONE;
    }

    private static KeyRing ring(List<Encryption.Key> named) throws IOException {
        List<MasterKey> keys = new ArrayList<>();
        for (Encryption.Key key : named) {
            keys.add(KeyFile.readKey(key.id(), key.file()));
        }
        String files = named.stream().map(key -> key.file().toString()).collect(Collectors.joining(", "));
        return KeyRing.of(keys, "encryption.keys of the configuration (" + files + ")");
    }

    private static Set<GroupResource> resources(Encryption encryption) {
        return encryption.resources().stream().map(HubCipher::resource).collect(Collectors.toSet());
    }

    /** @param qualified as {@code secrets} or {@code gadgets.example.org} */
    static GroupResource resource(String qualified) {
        int dot = qualified.indexOf('.');
        return dot < 0
                ? new GroupResource("", qualified)
                : new GroupResource(qualified.substring(dot + 1), qualified.substring(0, dot));
    }
}
