package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Optional;

/** The resource types that a server knows at one moment: built in, its own, and those that CRDs add. Immutable. */
public interface ResourceCatalog {
    Optional<ResourceType> find(String group, String version, String plural);

    /** The type for an object's own apiVersion and kind. */
    Optional<ResourceType> forKind(String apiVersion, String kind);

    /** The version in which objects of the resource are stored and preferred. */
    Optional<ResourceType> preferred(GroupResource resource);

    /** Every served type: groups in order of priority, the preferred version of a group first, then by plural. */
    List<ResourceType> all();
}
