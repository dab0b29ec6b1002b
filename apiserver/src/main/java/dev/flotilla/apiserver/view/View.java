package dev.flotilla.apiserver.view;

import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Optional;

/** One answer's way of showing objects. A view that shows events remembers what it has sent: it serves one request. */
public interface View {
    /** Under which name its events are the same for every client; empty if each client's are its own. */
    default Optional<String> sharedAs() {
        return Optional.empty();
    }

    byte[] object(StoredObject object);

    byte[] list(ListHead head, List<StoredObject> items);

    /** @param type ADDED, MODIFIED or DELETED */
    byte[] event(String type, StoredObject object);

    /** @param initialEventsEnd this bookmark ends the events that describe the state at the beginning */
    byte[] bookmark(long resourceVersion, boolean initialEventsEnd);

    /**
     * What a list says of itself.
     *
     * @param continueToken empty on the last page
     * @param remaining how many objects are left; negative if that is not said
     */
    record ListHead(long resourceVersion, String continueToken, long remaining) {}
}
