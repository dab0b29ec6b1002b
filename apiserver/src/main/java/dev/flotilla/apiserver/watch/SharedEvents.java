package dev.flotilla.apiserver.watch;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.view.View;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The events that were written last, so that a thousand watchers of one change send the same bytes. It holds at most
 * {@value #EVENTS_MAX} events of at most {@value #EVENT_BYTES_MAX} bytes; what it has lost is written anew.
 */
final class SharedEvents {
    private static final int EVENTS_MAX = 128;
    private static final int EVENT_BYTES_MAX = 64 << 10;

    @SuppressWarnings("ArrayRecordComponent") // compared by identity, and never changed
    private record Event(String view, String type, byte[] json, long version, byte[] bytes) {
        @SuppressWarnings("ReferenceEquality") // the same array, not one that happens to be alike: that is quick
        boolean is(String asked, String of, StoredObject object) {
            return json == object.storedJson()
                    && version == object.resourceVersion()
                    && type.equals(of)
                    && view.equals(asked);
        }
    }

    private final AtomicReferenceArray<@Nullable Event> events = new AtomicReferenceArray<>(EVENTS_MAX);

    /** The same view; its events are shared if they are the same for everyone. */
    View sharing(View view) {
        return view.sharedAs().isEmpty()
                ? view
                : new Sharing(view, view.sharedAs().get());
    }

    private byte[] event(View view, String name, String type, StoredObject object) {
        int slot = Math.floorMod(
                31 * (31 * System.identityHashCode(object.storedJson()) + type.hashCode()) + name.hashCode(),
                EVENTS_MAX);
        Event known = events.get(slot);
        if (known != null && known.is(name, type, object)) {
            return known.bytes();
        }
        byte[] bytes = view.event(type, object);
        if (bytes.length <= EVENT_BYTES_MAX) {
            events.set(slot, new Event(name, type, object.storedJson(), object.resourceVersion(), bytes));
        }
        return bytes;
    }

    private final class Sharing implements View {
        private final View view;
        private final String name;

        Sharing(View view, String name) {
            this.view = view;
            this.name = name;
        }

        @Override
        public byte[] object(StoredObject object) {
            return view.object(object);
        }

        @Override
        public byte[] list(ListHead head, List<StoredObject> items) {
            return view.list(head, items);
        }

        @Override
        public byte[] event(String type, StoredObject object) {
            return SharedEvents.this.event(view, name, type, object);
        }

        @Override
        public byte[] bookmark(long resourceVersion, boolean initialEventsEnd) {
            return view.bookmark(resourceVersion, initialEventsEnd);
        }
    }
}
