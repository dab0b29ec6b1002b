package dev.flotilla.cli.place;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What clusters come to serve by the CustomResourceDefinitions that are placed in them, as members would report. */
final class ArrivedApis {
    private ArrivedApis() {}

    /** Nothing if they serve it already. */
    static List<Effect> of(Snapshot snapshot) {
        Map<String, List<StoredObject>> definitions = new TreeMap<>();
        snapshot.list(BindingKinds.CLUSTER_RESOURCE_BINDING)
                .map(StoredObject::tree)
                .forEach(binding -> {
                    JsonNode resource = binding.at("/spec/resource");
                    if (resource.path("kind").asString("").equals("CustomResourceDefinition")) {
                        ObjectKey key = new ObjectKey(
                                SnapshotCatalog.DEFINITIONS,
                                "",
                                resource.path("name").asString(""));
                        snapshot.get(key)
                                .ifPresent(definition -> binding.at("/spec/clusters")
                                        .forEach(target -> definitions
                                                .computeIfAbsent(
                                                        target.path("name").asString(""), _ -> new ArrayList<>())
                                                .add(definition)));
                    }
                });
        List<Effect> effects = new ArrayList<>();
        definitions.forEach((cluster, arrived) -> snapshot.get(Cluster.key(cluster))
                .ifPresent(object -> {
                    ObjectNode tree = object.tree();
                    boolean more = false;
                    for (StoredObject definition : arrived) {
                        more |= serve(tree, definition.tree().path("spec"));
                    }
                    if (more) {
                        effects.add(new Effect.UpdateStatus(object, tree));
                    }
                }));
        return effects;
    }

    /** @return whether it did not serve all of it before */
    private static boolean serve(ObjectNode cluster, JsonNode definition) {
        ArrayNode enablements = cluster.withObject("/status").withArrayProperty("apiEnablements");
        boolean more = false;
        for (JsonNode version : definition.path("versions")) {
            if (version.path("served").asBoolean(false)) {
                String groupVersion = definition.path("group").asString("") + "/"
                        + version.path("name").asString("");
                more |= serve(enablements, groupVersion, definition.path("names"));
            }
        }
        return more;
    }

    private static boolean serve(ArrayNode enablements, String groupVersion, JsonNode names) {
        String kind = names.path("kind").asString("");
        ObjectNode enablement = enablements
                .valueStream()
                .filter(each -> each.path("groupVersion").asString("").equals(groupVersion))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseGet(() -> enablements.addObject().put("groupVersion", groupVersion));
        ArrayNode resources = enablement.withArrayProperty("resources");
        for (JsonNode each : resources) {
            if (each.path("kind").asString("").equals(kind)) {
                return false;
            }
        }
        resources.addObject().put("name", names.path("plural").asString("")).put("kind", kind);
        return true;
    }
}
