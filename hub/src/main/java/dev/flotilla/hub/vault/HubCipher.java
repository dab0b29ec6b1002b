package dev.flotilla.hub.vault;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.replication.encryption.KeyFile;
import dev.flotilla.replication.encryption.RecordCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** What a hub encrypts in its log, and with which keys. */
public final class HubCipher {
    /** Works that users make may hold Secrets among their manifests. */
    private static final Set<GroupResource> RESOURCES =
            Set.of(new GroupResource("", "secrets"), new GroupResource("work.karmada.io", "works"));

    private HubCipher() {}

    /** Where a hub that is told of no keys keeps those of its own. */
    public static Path keyFile(Path data) {
        return data.resolve("encryption.keys");
    }

    /**
     * The cipher of a hub with keys of its own; the first is made where there is none.
     *
     * @throws IOException if the key file cannot be used; the message names it and says why
     */
    public static RecordCipher own(Path data, Instant now) throws IOException {
        KeyFile.createIfAbsent(keyFile(data), now);
        return existing(data);
    }

    /** The same, where keys are only to be read. */
    public static RecordCipher existing(Path data) throws IOException {
        return RecordCipher.of(KeyFile.readRing(keyFile(data)), RESOURCES);
    }
}
