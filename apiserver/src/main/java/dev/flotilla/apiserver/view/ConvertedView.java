package dev.flotilla.apiserver.view;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.conversion.Conversions;
import java.util.List;

/** A view of objects after they are brought into the version that was asked for. */
record ConvertedView(View view, Conversions conversions, ResourceType type) implements View {
    @Override
    public byte[] object(StoredObject object) {
        return view.object(conversions.in(object, type));
    }

    @Override
    public byte[] list(ListHead head, List<StoredObject> items) {
        return view.list(head, conversions.in(items, type));
    }

    @Override
    public byte[] event(String eventType, StoredObject object) {
        return view.event(eventType, conversions.in(object, type));
    }

    @Override
    public byte[] bookmark(long resourceVersion, boolean initialEventsEnd) {
        return view.bookmark(resourceVersion, initialEventsEnd);
    }
}
