package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events are one resource that two groups serve, each with names of its own for some fields. They are stored as the
 * core group has them.
 */
final class EventVersions {
    private static final GroupResource CORE = new GroupResource("", "events");
    private static final GroupResource EVENTS = new GroupResource("events.k8s.io", "events");
    private static final String CORE_VERSION = "v1";
    private static final String EVENTS_VERSION = "events.k8s.io/v1";

    /** Names in the core group, by those in the group of their own. */
    private static final Map<String, String> TO_CORE = Map.of(
            "note", "message",
            "regarding", "involvedObject",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count");

    private static final Map<String, String> FROM_CORE =
            TO_CORE.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private EventVersions() {}

    /** Where a type's objects are stored, which is the type's own place for all but events. */
    static GroupResource storage(ResourceType type) {
        return type.resource().equals(EVENTS) ? CORE : type.resource();
    }

    /** The object as it is stored: itself, unless it is an event that is not in the core group. */
    static ObjectNode stored(ObjectNode object) {
        return isEvent(object, EVENTS_VERSION) ? renamed(object, TO_CORE, CORE_VERSION) : object;
    }

    /** An event as one of the groups has it; any other object with no more than its version changed, in place. */
    static ObjectNode in(ObjectNode object, ResourceType type) {
        if (type.resource().equals(EVENTS) && isEvent(object, CORE_VERSION)) {
            return renamed(object, FROM_CORE, EVENTS_VERSION);
        }
        if (type.resource().equals(CORE)) {
            return stored(object);
        }
        return object.put("apiVersion", type.apiVersion());
    }

    private static boolean isEvent(ObjectNode object, String apiVersion) {
        return object.path("kind").asString("").equals("Event")
                && object.path("apiVersion").asString("").equals(apiVersion);
    }

    private static ObjectNode renamed(ObjectNode event, Map<String, String> names, String apiVersion) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        event.properties()
                .forEach(field -> fields.put(names.getOrDefault(field.getKey(), field.getKey()), field.getValue()));
        ObjectNode renamed = event.objectNode();
        fields.forEach(renamed::set);
        return renamed.put("apiVersion", apiVersion);
    }
}
