package dev.flotilla.apiserver.write;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Looks at every object that is about to be stored for a client, and may refuse it. */
@FunctionalInterface
public interface WriteCheck {
    WriteCheck NONE = (_, _, _, _) -> {};

    /**
     * @param snapshot what the write was decided from
     * @param old what is stored; empty for a new object
     * @param now what is to be stored, complete and valid; not to be changed
     * @throws dev.flotilla.api.status.StatusException to refuse it
     */
    void check(ResourceRequest request, Snapshot snapshot, Optional<ObjectNode> old, ObjectNode now);
}
