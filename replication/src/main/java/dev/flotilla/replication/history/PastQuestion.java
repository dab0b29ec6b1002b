package dev.flotilla.replication.history;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.history.HistoryQuestion.Until;
import java.util.Set;

/**
 * What is asked of the history: all objects of some types, as they were.
 *
 * @param namespace empty for all of them
 */
public record PastQuestion(Set<GroupResource> resources, String namespace, Until until) {
    public PastQuestion {
        resources = Set.copyOf(resources);
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("a question about no type has no answer");
        }
    }

    /** Whether an object is among those asked for. */
    public boolean covers(ObjectKey key) {
        return resources.contains(key.resource()) && (namespace.isEmpty() || namespace.equals(key.namespace()));
    }
}
