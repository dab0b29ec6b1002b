package dev.flotilla.hub.search;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Marks what a member answers as that member's: by annotation on each object, by a column in tables. */
final class Provenance {
    /** Karmada's. */
    static final String CLUSTER = "resource.karmada.io/cached-from-cluster";

    private static final int COLUMN_AT = 1;

    private Provenance() {}

    /** Marks an object, a list or a table, with all that it holds. */
    static void mark(ObjectNode tree, String cluster) {
        if (isTable(tree)) {
            column(tree, cluster);
            tree.path("rows").forEach(row -> {
                if (row.path("object") instanceof ObjectNode object) {
                    one(object, cluster);
                }
            });
        } else if (tree.path("items") instanceof ArrayNode items) {
            items.forEach(each -> one((ObjectNode) each, cluster));
        } else {
            one(tree, cluster);
        }
    }

    static boolean isTable(JsonNode tree) {
        return tree.path("kind").asString("").equals("Table");
    }

    /** The objects of a list, or the rows of a table. */
    static ArrayNode items(ObjectNode list) {
        return list.withArray(isTable(list) ? "rows" : "items");
    }

    /** Takes back what {@link #mark} has put into an object, which is about to be sent to its member. */
    static void unmark(ObjectNode object, String cluster) {
        if (!(object.path("metadata") instanceof ObjectNode metadata)) {
            return;
        }
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(CLUSTER);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        FleetPosition.read(metadata.path("resourceVersion").asString(""))
                .ifPresent(position -> metadata.put("resourceVersion", position.version(cluster)));
    }

    private static void one(ObjectNode object, String cluster) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.withObjectProperty("annotations").put(CLUSTER, cluster);
        String version = metadata.path("resourceVersion").asString("");
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", FleetPosition.of(cluster, version).text());
        }
    }

    private static void column(ObjectNode table, String cluster) {
        ArrayNode columns = table.withArray("columnDefinitions");
        if (!columns.isEmpty()) {
            columns.insertObject(Math.min(COLUMN_AT, columns.size()))
                    .put("name", "Cluster")
                    .put("type", "string")
                    .put("format", "")
                    .put("description", "The member that the object is in.")
                    .put("priority", 0);
        }
        for (JsonNode row : table.path("rows")) {
            if (row.path("cells") instanceof ArrayNode cells) {
                cells.insert(Math.min(COLUMN_AT, cells.size()), cluster);
            }
        }
    }

    /** Puts a table's cells under another's columns, by their names; members of other versions have others. */
    static void align(ObjectNode table, ArrayNode columns) {
        ArrayNode own = table.withArray("columnDefinitions");
        List<String> wanted = names(columns);
        List<String> given = names(own);
        if (wanted.equals(given) || given.isEmpty()) {
            return;
        }
        Map<String, Integer> at = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            at.putIfAbsent(given.get(i), i);
        }
        for (JsonNode row : table.path("rows")) {
            ArrayNode cells = ObjectJson.mapper().createArrayNode();
            for (String name : wanted) {
                Integer index = at.get(name);
                cells.add(index == null ? cells.nullNode() : row.path("cells").path(index));
            }
            ((ObjectNode) row).set("cells", cells);
        }
    }

    private static List<String> names(ArrayNode columns) {
        List<String> names = new ArrayList<>();
        columns.forEach(each -> names.add(each.path("name").asString("")));
        return names;
    }
}
