package dev.flotilla.apiserver.request;

import dev.flotilla.api.schema.BuiltInVersions;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;

/**
 * A request for a resource that the server knows.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection
 */
public record ResourceRequest(ApiRequest http, ResourcePath path, ResourceType type, String verb) {
    /** Answers requests for resources; as {@link Handler} is for paths. */
    public interface Answer {
        ApiResponse handle(ResourceRequest request);
    }

    /** Where the object is stored that the request names; it must name one. */
    public ObjectKey key() {
        return new ObjectKey(storage(), path.namespace(), path.name());
    }

    /** Where the type's objects are stored. */
    public GroupResource storage() {
        return BuiltInVersions.storage(type);
    }

    public Query query() {
        return http.query();
    }
}
