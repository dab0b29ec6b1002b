package dev.flotilla.api.lifecycle;

import tools.jackson.databind.node.ObjectNode;

/** What becomes of an object that somebody deletes. The trees belong to the caller. */
public sealed interface Deletion {
    /** The object to answer with. */
    ObjectNode object();

    /** Delete it, if it is still at its version; the object is how it last was. */
    record Removed(ObjectNode object) implements Deletion {}

    /** It has to wait, for finalizers or its grace period: put this, which has no resourceVersion, in its place. */
    record Marked(ObjectNode object) implements Deletion {}

    /** It is waiting already; nothing is to be written. */
    record Unchanged(ObjectNode object) implements Deletion {}
}
