package dev.flotilla.apiserver.discovery;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything of one root, {@code /api} or {@code /apis}, in one document. */
final class AggregatedDiscovery {
    private AggregatedDiscovery() {}

    /** @param version v2 or v2beta1, which differ in nothing else */
    static ObjectNode document(Groups groups, Collection<String> names, String version) {
        ObjectNode document = ObjectJson.mapper().createObjectNode();
        document.put("kind", "APIGroupDiscoveryList")
                .put("apiVersion", "apidiscovery.k8s.io/" + version)
                .putObject("metadata");
        ArrayNode items = document.putArray("items");
        for (String name : names) {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!name.isEmpty()) {
                metadata.put("name", name);
            }
            ArrayNode versions = item.putArray("versions");
            groups.versions(name).forEach((each, types) -> version(versions.addObject(), each, types));
        }
        return document;
    }

    private static void version(ObjectNode node, String version, List<ResourceType> types) {
        node.put("version", version);
        ArrayNode resources = node.putArray("resources");
        types.forEach(type -> resource(resources.addObject(), type));
        node.put("freshness", "Current");
    }

    private static void resource(ObjectNode node, ResourceType type) {
        node.put("resource", type.plural());
        kind(node, type.group(), type.version(), type.kind());
        node.put("scope", type.namespaced() ? "Namespaced" : "Cluster").put("singularResource", type.singular());
        array(node, "verbs", new TreeSet<>(type.verbs()));
        if (!type.shortNames().isEmpty()) {
            array(node, "shortNames", type.shortNames());
        }
        if (!type.categories().isEmpty()) {
            array(node, "categories", type.categories());
        }
        if (!type.subresources().isEmpty()) {
            ArrayNode list = node.putArray("subresources");
            for (String name : new TreeSet<>(type.subresources().keySet())) {
                ResourceType.Subresource subresource = type.subresource(name).orElseThrow();
                ObjectNode each = list.addObject().put("subresource", name);
                kind(each, subresource.group(), subresource.version(), subresource.kind());
                array(each, "verbs", new TreeSet<>(subresource.verbs()));
            }
        }
    }

    private static void kind(ObjectNode node, String group, String version, String kind) {
        node.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }

    private static void array(ObjectNode node, String name, Collection<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }
}
