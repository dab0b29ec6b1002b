package dev.flotilla.hub.search;

import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one discovery document of several: everything that the hub serves, and what members serve beyond it. Works on
 * aggregated documents and gives the older forms too.
 */
final class FleetDiscovery {
    private FleetDiscovery() {}

    /** Adds to the first document what only others have: groups, versions, resources, subresources. */
    static ObjectNode merged(ObjectNode hub, List<ObjectNode> members) {
        ObjectNode merged = hub.deepCopy();
        for (ObjectNode member : members) {
            for (JsonNode group : member.path("items")) {
                ObjectNode into = named(merged.withArray("items"), group, "/metadata/name");
                for (JsonNode version : group.path("versions")) {
                    ObjectNode versions = named(into.withArray("versions"), version, "/version");
                    for (JsonNode resource : version.path("resources")) {
                        ObjectNode own = named(versions.withArray("resources"), resource, "/resource");
                        for (JsonNode subresource : resource.path("subresources")) {
                            named(own.withArray("subresources"), subresource, "/subresource");
                        }
                    }
                }
            }
        }
        return merged;
    }

    private static ObjectNode named(ArrayNode list, JsonNode wanted, String path) {
        String name = wanted.at(path).asString("");
        for (JsonNode each : list) {
            if (each.at(path).asString("").equals(name)) {
                return (ObjectNode) each;
            }
        }
        ObjectNode added = (ObjectNode) wanted.deepCopy();
        list.add(added);
        return added;
    }

    /** {@code APIGroupList}. */
    static ObjectNode groups(ObjectNode document) {
        ObjectNode list = object("APIGroupList");
        ArrayNode groups = list.putArray("groups");
        document.path("items").forEach(item -> fill(groups.addObject(), item));
        return list;
    }

    /** {@code APIGroup}; null if there is none of that name. */
    static @Nullable ObjectNode group(ObjectNode document, String name) {
        for (JsonNode item : document.path("items")) {
            if (item.at("/metadata/name").asString("").equals(name)) {
                ObjectNode group = object("APIGroup");
                fill(group, item);
                return group;
            }
        }
        return null;
    }

    private static void fill(ObjectNode group, JsonNode item) {
        String name = item.at("/metadata/name").asString("");
        group.put("name", name);
        ArrayNode versions = group.putArray("versions");
        for (JsonNode each : item.path("versions")) {
            put(versions.addObject(), name, each.path("version").asString(""));
        }
        put(
                group.putObject("preferredVersion"),
                name,
                item.at("/versions/0/version").asString(""));
    }

    private static void put(ObjectNode into, String group, String version) {
        into.put("groupVersion", group + "/" + version).put("version", version);
    }

    /** {@code APIResourceList}; null if there is no such version. */
    static @Nullable ObjectNode resources(ObjectNode document, String group, String version) {
        for (JsonNode item : document.path("items")) {
            for (JsonNode each : item.path("versions")) {
                if (item.at("/metadata/name").asString("").equals(group)
                        && each.path("version").asString("").equals(version)) {
                    return resources(group, each);
                }
            }
        }
        return null;
    }

    private static ObjectNode resources(String group, JsonNode version) {
        String name = version.path("version").asString("");
        ObjectNode list = object("APIResourceList");
        list.put("groupVersion", group.isEmpty() ? name : group + "/" + name);
        ArrayNode resources = list.putArray("resources");
        for (JsonNode resource : version.path("resources")) {
            boolean namespaced = resource.path("scope").asString("").equals("Namespaced");
            String plural = resource.path("resource").asString("");
            ObjectNode one = resources.addObject().put("name", plural);
            one.put("singularName", resource.path("singularResource").asString(""));
            one.put("namespaced", namespaced);
            kind(one, resource, group, name);
            for (String copied : List.of("verbs", "shortNames", "categories")) {
                resource.optional(copied).ifPresent(value -> one.set(copied, value));
            }
            for (JsonNode subresource : resource.path("subresources")) {
                ObjectNode more = resources.addObject();
                more.put("name", plural + "/" + subresource.path("subresource").asString(""));
                more.put("singularName", "").put("namespaced", namespaced);
                kind(more, subresource, group, name);
                more.set("verbs", subresource.path("verbs"));
            }
        }
        return list;
    }

    private static void kind(ObjectNode into, JsonNode from, String group, String version) {
        JsonNode kind = from.path("responseKind");
        String itsGroup = kind.path("group").asString(group);
        String itsVersion = kind.path("version").asString(version);
        if (!itsGroup.equals(group) || !itsVersion.equals(version)) {
            into.put("group", itsGroup).put("version", itsVersion);
        }
        into.put("kind", kind.path("kind").asString(""));
    }

    private static ObjectNode object(String kind) {
        return ObjectJson.mapper().createObjectNode().put("kind", kind).put("apiVersion", "v1");
    }
}
