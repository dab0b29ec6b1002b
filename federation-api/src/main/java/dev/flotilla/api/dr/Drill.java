package dev.flotilla.api.dr;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import tools.jackson.databind.node.ObjectNode;

/** One DisasterRecoveryDrill, read. */
public record Drill(StoredObject object, DrillSpec spec, DrillStatus status) {
    public static final String API_VERSION = "dr.flotilla.dev/v1alpha1";
    public static final String KIND = "DisasterRecoveryDrill";
    public static final GroupResource RESOURCE = new GroupResource("dr.flotilla.dev", "disasterrecoverydrills");

    public static Drill of(StoredObject stored) {
        ObjectNode tree = stored.tree();
        return new Drill(stored, DrillSpec.of(tree), DrillStatus.of(tree));
    }

    public static ObjectKey key(String name) {
        return new ObjectKey(RESOURCE, "", name);
    }

    public String name() {
        return object.key().name();
    }

    public boolean completed() {
        return status.phase().equals(DrillStatus.COMPLETED);
    }
}
