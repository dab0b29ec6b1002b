package dev.flotilla.replication;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Small objects and commits that the tests speak about. */
public final class Samples {
    private Samples() {}

    public static ObjectKey key(String name) {
        return ObjectKey.of("", "configmaps", "default", name);
    }

    public static Write put(String name, String value) {
        String json =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\"},\"data\":{\"v\":\"%s\"}}"
                        .formatted(name, value);
        return new Write.Put(key(name), json.getBytes(StandardCharsets.UTF_8));
    }

    public static Commit commit(List<Write> writes, Precondition... preconditions) {
        return new Commit(writes, Arrays.asList(preconditions), Commit.Origin.CLIENT, "test");
    }
}
