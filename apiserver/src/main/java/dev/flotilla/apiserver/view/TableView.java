package dev.flotilla.apiserver.view;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.table.TablePrinter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as rows, which is what kubectl prints. */
final class TableView implements View {
    /** What comes along with each row. */
    enum IncludedObject {
        NONE,
        METADATA,
        OBJECT
    }

    private final ResourceType type;
    private final TablePrinter printer;
    private final IncludedObject included;
    private final InstantSource clock;
    private boolean columnsSent;

    TableView(ResourceType type, TablePrinter printer, IncludedObject included, InstantSource clock) {
        this.type = type;
        this.printer = printer;
        this.included = included;
        this.clock = clock;
    }

    @Override
    public byte[] object(StoredObject object) {
        return list(new ListHead(object.resourceVersion(), "", -1), List.of(object));
    }

    @Override
    public byte[] list(ListHead head, List<StoredObject> items) {
        return ObjectJson.mapper().writeValueAsBytes(table(head, items, true));
    }

    @Override
    public byte[] event(String eventType, StoredObject object) {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", eventType);
        ListHead head = new ListHead(object.resourceVersion(), "", -1);
        event.set("object", table(head, List.of(object), !columnsSent));
        columnsSent = true;
        return ObjectJson.mapper().writeValueAsBytes(event);
    }

    @Override
    public byte[] bookmark(long resourceVersion, boolean initialEventsEnd) {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", "BOOKMARK");
        ObjectNode table = event.putObject("object");
        begin(table, new ListHead(resourceVersion, "", -1), !columnsSent);
        columnsSent = true;
        ObjectNode row = table.putArray("rows").addObject();
        row.putArray("cells");
        Bookmarks.put(row.putObject("object"), type.kind(), type.apiVersion(), resourceVersion, initialEventsEnd);
        return ObjectJson.mapper().writeValueAsBytes(event);
    }

    private ObjectNode table(ListHead head, List<StoredObject> items, boolean columns) {
        ObjectNode table = ObjectJson.mapper().createObjectNode();
        begin(table, head, columns);
        ArrayNode rows = table.putArray("rows");
        Instant now = clock.instant();
        items.forEach(item -> row(rows.addObject(), item, now));
        return table;
    }

    private void begin(ObjectNode table, ListHead head, boolean columns) {
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        ListMeta.put(table, head);
        if (columns) {
            ArrayNode definitions = table.putArray("columnDefinitions");
            printer.columns()
                    .forEach(column -> definitions
                            .addObject()
                            .put("name", column.name())
                            .put("type", column.type())
                            .put("format", column.format())
                            .put("description", column.description())
                            .put("priority", column.priority()));
        } else {
            table.putNull("columnDefinitions");
        }
    }

    private void row(ObjectNode row, StoredObject item, Instant now) {
        ObjectNode tree = Versions.tree(item, type);
        ArrayNode cells = row.putArray("cells");
        printer.cells(tree, now).forEach(cells::add);
        switch (included) {
            case NONE -> row.putNull("object");
            case METADATA -> row.set("object", MetadataView.of(tree));
            case OBJECT -> row.set("object", tree);
        }
    }
}
