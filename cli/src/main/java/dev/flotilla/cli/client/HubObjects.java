package dev.flotilla.cli.client;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.cli.UserError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /**
     * All objects of some types as they were, from the hub's history.
     *
     * @param namespace empty for all
     * @param moment a resourceVersion or a time
     * @throws UserError if the history does not go back so far for all of them, or the user may not see it
     */
    public HubObjects past(Collection<ApiType> types, String namespace, String moment) {
        Map<String, ApiType> byKind = types.stream().collect(Collectors.toMap(HubObjects::groupAndKind, type -> type));
        String resources = types.stream().map(ApiType::qualified).collect(Collectors.joining(","));
        KubeClient.Answer answer = hub.send(
                "GET",
                "/history?resource=" + resources + "&namespace=" + namespace + "&at="
                        + URLEncoder.encode(moment, StandardCharsets.UTF_8),
                Optional.empty(),
                "application/json");
        if (!answer.ok()) {
            throw new UserError(answer.message());
        }
        JsonNode unknown = answer.body().path("unknown");
        if (!unknown.isEmpty()) {
            throw new UserError("the history does not know what " + unknown.size() + " objects were at " + moment
                    + ", " + unknown.path(0).asString("") + " among them; it begins at "
                    + answer.body().path("begins").asString("?"));
        }
        for (JsonNode item : answer.body().path("items")) {
            if (item.path("object") instanceof ObjectNode object) {
                put(Objects.requireNonNull(byKind.get(groupAndKind(object))), object);
            } else {
                throw new UserError("what was there at " + moment + " cannot be shown: "
                        + item.path("note").asString(""));
            }
        }
        return this;
    }

    private static String groupAndKind(ApiType type) {
        return type.group() + "/" + type.kind();
    }

    private static String groupAndKind(JsonNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        int slash = apiVersion.indexOf('/');
        return (slash < 0 ? "" : apiVersion.substring(0, slash)) + "/"
                + object.path("kind").asString("");
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
        if (!object.has("apiVersion")) {
            object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        }
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
