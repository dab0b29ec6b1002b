package dev.flotilla.placement.policy;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.util.Map;

/** What of an object decides which policy it belongs to. */
public record Template(ObjectKey key, String apiVersion, String kind, Map<String, String> labels) {
    public static Template of(StoredObject object) {
        return new Template(
                object.key(),
                object.head().apiVersion(),
                object.head().kind(),
                object.head().labels());
    }

    /** The id of the policy that claimed it, of either kind; empty if none did. */
    String claim() {
        String namespaced = labels.getOrDefault(Marks.POLICY_ID, "");
        return namespaced.isEmpty() ? labels.getOrDefault(Marks.CLUSTER_POLICY_ID, "") : namespaced;
    }
}
