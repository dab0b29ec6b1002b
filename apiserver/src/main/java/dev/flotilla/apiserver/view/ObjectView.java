package dev.flotilla.apiserver.view;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Objects as they are. Stored bytes are spliced into the answer; nothing is parsed. */
final class ObjectView implements View {
    private static final int ITEM_BYTES_GUESS = 2048;

    private final ResourceType type;

    ObjectView(ResourceType type) {
        this.type = type;
    }

    @Override
    public Optional<String> sharedAs() {
        return Optional.of(type.apiVersion());
    }

    @Override
    public byte[] object(StoredObject object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.storedJson().length + 64);
        Versions.write(object, type, out);
        return out.toByteArray();
    }

    @Override
    public byte[] list(ListHead head, List<StoredObject> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(ITEM_BYTES_GUESS * (items.size() + 1));
        ObjectNode top = ObjectJson.mapper().createObjectNode();
        top.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        ListMeta.put(top, head);
        byte[] opening = ObjectJson.mapper().writeValueAsBytes(top);
        out.write(opening, 0, opening.length - 1);
        text(out, ",\"items\":[");
        boolean first = true;
        for (StoredObject item : items) {
            if (!first) {
                out.write(',');
            }
            first = false;
            Versions.write(item, type, out);
        }
        text(out, "]}\n");
        return out.toByteArray();
    }

    @Override
    public byte[] event(String eventType, StoredObject object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.storedJson().length + 96);
        text(out, "{\"type\":\"" + eventType + "\",\"object\":");
        Versions.write(object, type, out);
        out.write('}');
        return out.toByteArray();
    }

    @Override
    public byte[] bookmark(long resourceVersion, boolean initialEventsEnd) {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", "BOOKMARK");
        Bookmarks.put(event.putObject("object"), type.kind(), type.apiVersion(), resourceVersion, initialEventsEnd);
        return ObjectJson.mapper().writeValueAsBytes(event);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
