package dev.flotilla.cli.client;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings objects of a hub into a snapshot of one's own, to decide over it as the hub does. */
public final class HubObjects {
    private static final int PAGE = 500;

    private final KubeClient hub;
    private StateTable objects = StateTable.EMPTY;

    public HubObjects(KubeClient hub) {
        this.hub = hub;
    }

    /** All objects of a type; none if the hub does not serve it. */
    public HubObjects all(ApiType type) {
        return add(type, type.collection());
    }

    /** Those of one namespace. */
    public HubObjects in(ApiType type, String namespace) {
        return add(type, type.collection(namespace));
    }

    /** One object, if there is one. */
    public Optional<StoredObject> one(ApiType type, String namespace, String name) {
        Optional<ObjectNode> found = hub.get(type.collection(namespace) + "/" + name);
        return found.map(each -> put(type, each));
    }

    public Snapshot snapshot() {
        return objects;
    }

    private HubObjects add(ApiType type, String path) {
        String next = "";
        do {
            Optional<ObjectNode> page = hub.get(path + "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + next));
            page.ifPresent(list -> {
                for (JsonNode item : list.path("items")) {
                    put(type, (ObjectNode) item);
                }
            });
            next = page.map(list -> list.at("/metadata/continue").asString("")).orElse("");
        } while (!next.isEmpty());
        return this;
    }

    private StoredObject put(ApiType type, ObjectNode object) {
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        JsonNode metadata = object.path("metadata");
        ObjectKey key = new ObjectKey(
                new GroupResource(type.group(), type.plural()),
                metadata.path("namespace").asString(""),
                metadata.path("name").asString());
        long version = Long.parseLong(metadata.path("resourceVersion").asString("0"));
        StoredObject stored = StoredObject.of(key, version, ObjectJson.encode(object));
        objects = objects.put(stored);
        return stored;
    }
}
