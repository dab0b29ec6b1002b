package dev.flotilla.api.dr;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import tools.jackson.databind.node.ObjectNode;

/** One FailoverRun, read. */
public record FailoverRun(StoredObject object, FailoverRunSpec spec, FailoverRunStatus status) {
    public static final String KIND = "FailoverRun";
    public static final GroupResource RESOURCE = new GroupResource("dr.flotilla.dev", "failoverruns");

    /** Keeps a run from going before it has put everything back. */
    public static final String FINALIZER = "dr.flotilla.dev/unwind";

    public static FailoverRun of(StoredObject stored) {
        ObjectNode tree = stored.tree();
        return new FailoverRun(stored, FailoverRunSpec.of(tree), FailoverRunStatus.of(tree));
    }

    public static ObjectKey key(String name) {
        return new ObjectKey(RESOURCE, "", name);
    }

    public String name() {
        return object.key().name();
    }

    public boolean completed() {
        return status.phase().equals(FailoverRunStatus.COMPLETED);
    }
}
