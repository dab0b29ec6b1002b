package dev.flotilla.apiserver.discovery;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Discovery as it has always been: one document for the groups, one for each group-version. */
final class LegacyDiscovery {
    private LegacyDiscovery() {}

    static ObjectNode versions(String serverAddress) {
        ObjectNode document = ObjectJson.mapper().createObjectNode();
        document.put("kind", "APIVersions").putArray("versions").add("v1");
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return document;
    }

    static ObjectNode groupList(Groups groups) {
        ObjectNode document = ObjectJson.mapper().createObjectNode();
        document.put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode list = document.putArray("groups");
        for (String name : groups.named()) {
            fill(list.addObject(), name, groups.versions(name).keySet());
        }
        return document;
    }

    static ObjectNode group(Groups groups, String name) {
        ObjectNode document = ObjectJson.mapper().createObjectNode();
        document.put("kind", "APIGroup").put("apiVersion", "v1");
        fill(document, name, groups.versions(name).keySet());
        return document;
    }

    private static void fill(ObjectNode group, String name, Collection<String> versions) {
        group.put("name", name);
        ArrayNode list = group.putArray("versions");
        for (String version : versions) {
            list.addObject().put("groupVersion", name + "/" + version).put("version", version);
        }
        String preferred = versions.iterator().next();
        group.putObject("preferredVersion")
                .put("groupVersion", name + "/" + preferred)
                .put("version", preferred);
    }

    static ObjectNode resourceList(List<ResourceType> types) {
        ObjectNode document = ObjectJson.mapper().createObjectNode();
        document.put("kind", "APIResourceList").put("apiVersion", "v1");
        document.put("groupVersion", types.getFirst().apiVersion());
        ArrayNode list = document.putArray("resources");
        for (ResourceType type : types) {
            resource(list.addObject(), type);
            for (String name : new TreeSet<>(type.subresources().keySet())) {
                subresource(list.addObject(), type, name, type.subresource(name).orElseThrow());
            }
        }
        return document;
    }

    private static void resource(ObjectNode node, ResourceType type) {
        node.put("name", type.plural())
                .put("singularName", type.singular())
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        array(node, "verbs", new TreeSet<>(type.verbs()));
        if (!type.shortNames().isEmpty()) {
            array(node, "shortNames", type.shortNames());
        }
        if (!type.categories().isEmpty()) {
            array(node, "categories", type.categories());
        }
    }

    private static void subresource(
            ObjectNode node, ResourceType type, String name, ResourceType.Subresource subresource) {
        node.put("name", type.plural() + "/" + name).put("singularName", "").put("namespaced", type.namespaced());
        boolean foreign = !subresource.group().equals(type.group())
                || !subresource.version().equals(type.version());
        if (foreign) {
            node.put("group", subresource.group()).put("version", subresource.version());
        }
        node.put("kind", subresource.kind());
        array(node, "verbs", new TreeSet<>(subresource.verbs()));
    }

    private static void array(ObjectNode node, String name, Collection<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }
}
