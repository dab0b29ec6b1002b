package dev.flotilla.api.lifecycle;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody else may still change in an object that has its defaults and its owners, before the server completes
 * and validates it: mutating admission. The rules themselves stay pure; whoever hands them an amendment that asks
 * others answers for that.
 */
@FunctionalInterface
public interface Amendment {
    Amendment NONE = (_, object) -> object;

    /**
     * @param old the object that is replaced, with its resourceVersion; empty for a new one
     * @param object not to be changed
     * @return the same tree if nothing is to be changed, else one that the caller may keep
     */
    ObjectNode amend(Optional<ObjectNode> old, ObjectNode object);
}
