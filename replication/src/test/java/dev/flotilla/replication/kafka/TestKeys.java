package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.encryption.KeyRing;
import dev.flotilla.replication.encryption.MasterKey;
import dev.flotilla.replication.encryption.RecordCipher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Keys and Secrets for tests. */
final class TestKeys {
    static final GroupResource SECRETS = new GroupResource("", "secrets");

    private TestKeys() {}

    /** Seals Secrets; each id means the same key everywhere. */
    static RecordCipher cipher(String... newestFirst) {
        KeyRing ring = KeyRing.of(Arrays.stream(newestFirst).map(TestKeys::key).toList(), "test.keys");
        return RecordCipher.of(ring, Set.of(SECRETS));
    }

    private static MasterKey key(String id) {
        return MasterKey.of(id, Arrays.copyOf(id.getBytes(StandardCharsets.UTF_8), 32));
    }

    static Write secret(String name, String value) {
        String json =
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\",\"uid\":\"u-%s\"},\"data\":{\"v\":\"%s\"}}"
                        .formatted(name, name, value);
        return new Write.Put(secretKey(name), json.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectKey secretKey(String name) {
        return new ObjectKey(SECRETS, "default", name);
    }
}
