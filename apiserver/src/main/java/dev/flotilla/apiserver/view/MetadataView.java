package dev.flotilla.apiserver.view;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects less all but their metadata. */
final class MetadataView implements View {
    static final String KIND = "PartialObjectMetadata";
    static final String API_VERSION = "meta.k8s.io/v1";

    @Override
    public Optional<String> sharedAs() {
        return Optional.of(KIND);
    }

    @Override
    public byte[] object(StoredObject object) {
        return ObjectJson.mapper().writeValueAsBytes(of(object.tree()));
    }

    @Override
    public byte[] list(ListHead head, List<StoredObject> items) {
        ObjectNode list = ObjectJson.mapper().createObjectNode();
        list.put("kind", KIND + "List").put("apiVersion", API_VERSION);
        ListMeta.put(list, head);
        ArrayNode array = list.putArray("items");
        items.forEach(item -> array.add(of(item.tree())));
        return ObjectJson.mapper().writeValueAsBytes(list);
    }

    @Override
    public byte[] event(String type, StoredObject object) {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", type);
        event.set("object", of(object.tree()));
        return ObjectJson.mapper().writeValueAsBytes(event);
    }

    @Override
    public byte[] bookmark(long resourceVersion, boolean initialEventsEnd) {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", "BOOKMARK");
        Bookmarks.put(event.putObject("object"), KIND, API_VERSION, resourceVersion, initialEventsEnd);
        return ObjectJson.mapper().writeValueAsBytes(event);
    }

    static ObjectNode of(ObjectNode tree) {
        ObjectNode partial = ObjectJson.mapper().createObjectNode();
        partial.put("kind", KIND).put("apiVersion", API_VERSION);
        partial.set("metadata", tree.path("metadata"));
        return partial;
    }
}
