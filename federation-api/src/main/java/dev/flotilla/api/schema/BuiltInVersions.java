package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import tools.jackson.databind.node.ObjectNode;

/**
 * The versions of Kubernetes' own types, of which one is stored. They differ in name alone, but for events, whose two
 * groups name some fields differently, and autoscalers.
 */
public final class BuiltInVersions {
    private BuiltInVersions() {}

    /** Where a type's objects are stored, which is the type's own place for all but events. */
    public static GroupResource storage(ResourceType type) {
        return EventVersions.storage(type);
    }

    /** The object as it is stored; the tree given if that is its own form. */
    public static ObjectNode stored(ObjectNode object) {
        return AutoscalerVersions.stored(EventVersions.stored(object));
    }

    /** A stored object in the version of a type; the tree may be changed in place. */
    public static ObjectNode in(ObjectNode object, ResourceType type) {
        return AutoscalerVersions.concerns(type) ? AutoscalerVersions.in(object, type) : EventVersions.in(object, type);
    }
}
