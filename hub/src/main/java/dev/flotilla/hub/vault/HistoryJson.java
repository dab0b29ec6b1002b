package dev.flotilla.hub.vault;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryPage;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The history as the API gives it. */
final class HistoryJson {
    private HistoryJson() {}

    static ObjectNode of(HistoryPage page) {
        ObjectNode list = ObjectJson.mapper().createObjectNode();
        list.put("apiVersion", "fleet.flotilla.dev/v1alpha1").put("kind", "ObjectHistory");
        ObjectNode metadata = list.putObject("metadata");
        page.next().ifPresent(next -> metadata.put("continue", Long.toString(next)));
        page.begins().ifPresent(begins -> list.put("begins", begins.toString()));
        var items = list.putArray("items");
        page.entries().forEach(entry -> items.add(item(entry)));
        return list;
    }

    private static ObjectNode item(HistoryEntry entry) {
        ObjectNode item = ObjectJson.mapper().createObjectNode();
        item.put("resourceVersion", Long.toString(entry.resourceVersion()));
        if (!entry.time().equals(Instant.EPOCH)) {
            item.put("time", entry.time().toString());
            item.put("verb", entry.verb());
        }
        entry.by().ifPresent(by -> item.putObject("by").put("kind", kind(by)).put("name", by.actor()));
        if (!entry.note().isEmpty()) {
            item.put("note", entry.note());
        }
        entry.object().ifPresent(object -> item.set("object", object));
        return item;
    }

    private static String kind(Attribution by) {
        return by.origin() == Commit.Origin.CLIENT ? "User" : "Controller";
    }
}
