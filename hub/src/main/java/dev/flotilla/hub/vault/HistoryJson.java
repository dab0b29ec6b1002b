package dev.flotilla.hub.vault;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import dev.flotilla.replication.history.Redaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /**
     * All objects as they were: what has not changed since the history begins is as it is now, and what has, without a
     * change before the moment, is named under {@code unknown}, unless its first change made it.
     */
    static ObjectNode of(PastQuestion question, PastState past, Snapshot now) {
        SortedMap<ObjectKey, HistoryEntry> there = new TreeMap<>(past.states());
        question.resources().stream()
                .flatMap(now::list)
                .filter(object -> question.covers(object.key())
                        && !past.states().containsKey(object.key())
                        && !past.later().containsKey(object.key()))
                .forEach(object -> there.put(object.key(), asItIs(object)));
        there.values().removeIf(HistoryEntry::deletion);
        ObjectNode list = of(new HistoryPage(List.copyOf(there.values()), Optional.empty(), past.begins()));
        var unknown = list.putArray("unknown");
        past.later().forEach((key, first) -> {
            if (!first.verb().equals("create")) {
                unknown.add(key.resource().qualified() + " " + (key.namespace().isEmpty() ? "" : key.namespace() + "/")
                        + key.name());
            }
        });
        return list;
    }

    /** An object that nobody has changed for as long as the history goes back. */
    static HistoryEntry asItIs(StoredObject object) {
        return new HistoryEntry(
                object.key(),
                object.resourceVersion(),
                Instant.EPOCH,
                Optional.empty(),
                Redaction.redacted(object.key().resource(), object.storedJson()),
                "");
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
