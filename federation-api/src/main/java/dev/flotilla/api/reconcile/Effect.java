package dev.flotilla.api.reconcile;

import dev.flotilla.api.lifecycle.DeleteOptions;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.StoredObject;
import tools.jackson.databind.node.ObjectNode;

/**
 * One wish of a reconciler. Objects are given as a client would send them; defaulting, generation, uid, managedFields,
 * finalizers and deletion follow the same rules as a client's write ({@code ObjectLifecycle}).
 */
public sealed interface Effect {
    /** Creates the object, with the status given; if it exists by then, the decision is made anew. */
    record Create(ObjectKey key, ObjectNode object) implements Effect {}

    /** Replaces everything but the status. */
    record Update(StoredObject base, ObjectNode object) implements Effect {}

    /** Replaces the status alone. */
    record UpdateStatus(StoredObject base, ObjectNode object) implements Effect {}

    /** Replaces object and status in one step, a namespace's own finalizers too; only for what controllers own. */
    record Replace(StoredObject base, ObjectNode object) implements Effect {}

    /** Asks for deletion as a client does; finalizers are honoured, what the options leave open is the kind's own. */
    record Delete(StoredObject base, DeleteOptions options) implements Effect {
        public Delete(StoredObject base) {
            this(base, DeleteOptions.NONE);
        }
    }

    /** Nothing is written, but the others are only if this holds. */
    record Require(Precondition precondition) implements Effect {}
}
