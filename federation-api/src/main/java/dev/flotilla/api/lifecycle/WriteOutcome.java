package dev.flotilla.api.lifecycle;

import tools.jackson.databind.node.ObjectNode;

/** What becomes of an object that somebody writes. The trees belong to the caller. */
public sealed interface WriteOutcome {
    /** The object to answer with. */
    ObjectNode object();

    /** There was none: put it, if there is still none. It has no resourceVersion. */
    record Created(ObjectNode object) implements WriteOutcome {}

    /** Put it in place of the old one, if that is still at its version. It has no resourceVersion. */
    record Changed(ObjectNode object) implements WriteOutcome {}

    /** Nothing is to be written; the object is the old one, with its resourceVersion. */
    record Unchanged(ObjectNode object) implements WriteOutcome {}

    /** The last finalizer of an object that was being deleted is gone: delete it, if it is still at its version. */
    record Removed(ObjectNode object) implements WriteOutcome {}
}
