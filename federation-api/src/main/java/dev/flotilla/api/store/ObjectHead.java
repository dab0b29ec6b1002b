package dev.flotilla.api.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an object's metadata that is read far more often than the object: kept parsed beside its bytes.
 *
 * @param uid empty where the object has none
 * @param generation 0 where the kind has none
 * @param deletionTimestamp as written in the object; null while it is not being deleted
 */
public record ObjectHead(
        String apiVersion,
        String kind,
        String uid,
        long generation,
        Map<String, String> labels,
        List<Owner> owners,
        List<String> finalizers,
        @Nullable String deletionTimestamp) {

    /** One entry of {@code metadata.ownerReferences}. */
    public record Owner(String apiVersion, String kind, String name, String uid, boolean controller, boolean blocks) {}

    public ObjectHead {
        labels = Map.copyOf(labels);
        owners = List.copyOf(owners);
        finalizers = List.copyOf(finalizers);
    }

    public boolean terminating() {
        return deletionTimestamp != null;
    }
}
