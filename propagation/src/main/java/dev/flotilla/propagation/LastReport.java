package dev.flotilla.propagation;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** When clusters were last asked what they have left. */
final class LastReport {
    private static final String READ_AT = "\"readAt\":\"";

    private LastReport() {}

    /** Without parsing the Cluster, since it is asked for whenever pods come: the text that says it. */
    static Optional<Instant> of(Snapshot snapshot, String cluster) {
        return snapshot.get(new ObjectKey(Cluster.RESOURCE, "", cluster)).flatMap(LastReport::of);
    }

    private static Optional<Instant> of(StoredObject cluster) {
        String json = new String(cluster.storedJson(), StandardCharsets.ISO_8859_1);
        int begin = json.indexOf(READ_AT);
        int end = begin < 0 ? -1 : json.indexOf('"', begin + READ_AT.length());
        if (end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(json.substring(begin + READ_AT.length(), end)));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
