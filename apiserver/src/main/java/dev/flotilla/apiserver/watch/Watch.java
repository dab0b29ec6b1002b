package dev.flotilla.apiserver.watch;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.apiserver.read.ObjectSource;
import dev.flotilla.apiserver.read.RecentSnapshots;
import dev.flotilla.apiserver.read.Selection;
import dev.flotilla.apiserver.read.VirtualResource;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * One watch: first the state if that is asked for, then every change of what is selected. An object that begins to be
 * selected is ADDED, one that ceases to be is DELETED with its last selected state and the version of the change.
 */
final class Watch implements ApiResponse.EventSource {
    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(30);
    private static final int EVENTS_AT_ONCE_MAX = 100;
    private static final int BYTES_AT_ONCE_MAX = 1 << 20;

    /** @param namespace empty for all */
    record Subject(GroupResource resource, String namespace, Selection selection) {
        boolean covers(StoredObject object) {
            return selection.test(object);
        }

        boolean holds(ObjectKey key) {
            return key.resource().equals(resource)
                    && (namespace.isEmpty() || key.namespace().equals(namespace));
        }
    }

    private final ObjectStore store;
    private final ObjectSource source;
    private final RecentSnapshots recent;
    private final Subject subject;
    private final View view;
    private final WatchOptions options;
    private final ChangeQueue queue = new ChangeQueue();
    private final List<byte[]> pending = new ArrayList<>(0);
    private int pendingBytes;
    private Snapshot known;
    private long position;

    Watch(
            ObjectStore store,
            ObjectSource source,
            RecentSnapshots recent,
            Subject subject,
            View view,
            WatchOptions options,
            Snapshot start) {
        this.store = store;
        this.source = source;
        this.recent = recent;
        this.subject = subject;
        this.view = view;
        this.options = options;
        this.known = start;
        this.position = options.after().orElse(start.resourceVersion());
    }

    @Override
    public void run(ApiResponse.EventSink sink) throws InterruptedException {
        long deadline = System.nanoTime() + options.lasts().toNanos();
        sink.onGone(queue::close);
        if (virtual().isPresent() && options.after().isPresent() && !startFromKnown()) {
            expired(sink, new ExpiredException(position, store.snapshot().resourceVersion()));
            return;
        }
        try (Subscription _ = store.subscribe(position, source.inputs(subject.resource()), queue)) {
            if (options.after().isPresent() || state(sink)) {
                follow(sink, deadline);
            }
        } catch (ExpiredException e) {
            expired(sink, e);
        }
    }

    private Optional<VirtualResource> virtual() {
        return source.computed(subject.resource());
    }

    /** What is computed can be compared only with a state that is still known. */
    private boolean startFromKnown() {
        Optional<Snapshot> then = known.resourceVersion() == position ? Optional.of(known) : recent.at(position);
        then.ifPresent(snapshot -> known = snapshot);
        return then.isPresent();
    }

    private boolean state(ApiResponse.EventSink sink) throws InterruptedException {
        Iterator<StoredObject> objects = source.list(known, subject.resource(), subject.namespace(), null)
                .filter(subject::covers)
                .iterator();
        while (objects.hasNext()) {
            add(view.event("ADDED", objects.next()));
            if (enough() && !flush(sink)) {
                return false;
            }
        }
        if (options.bookmarks()) {
            add(view.bookmark(known.resourceVersion(), true));
        }
        return flush(sink);
    }

    private void follow(ApiResponse.EventSink sink, long deadline) throws InterruptedException {
        long sampled = store.snapshot().resourceVersion();
        long nextBookmark = System.nanoTime() + BOOKMARK_INTERVAL.toNanos();
        while (true) {
            long now = System.nanoTime();
            long until = options.bookmarks() ? Math.min(deadline, nextBookmark) : deadline;
            for (ChangeQueue.Batch batch : queue.take(Duration.ofNanos(Math.max(0, until - now)))) {
                batch(batch);
                if (enough() && !flush(sink)) {
                    return;
                }
            }
            if (!flush(sink) || queue.end() != ChangeQueue.End.OPEN || System.nanoTime() >= deadline) {
                finish(sink, sampled);
                return;
            }
            if (options.bookmarks() && System.nanoTime() >= nextBookmark) {
                bookmark(sampled);
                sampled = store.snapshot().resourceVersion();
                nextBookmark = System.nanoTime() + BOOKMARK_INTERVAL.toNanos();
            }
        }
    }

    /** A version seen one interval ago, all changes up to which have long been delivered. */
    private void bookmark(long sampled) {
        if (sampled > position) {
            position = sampled;
        }
        add(view.bookmark(position, false));
    }

    private void finish(ApiResponse.EventSink sink, long sampled) throws InterruptedException {
        switch (queue.end()) {
            case OPEN -> {
                if (options.bookmarks()) {
                    bookmark(Math.min(sampled, position));
                }
                flush(sink);
            }
            case LOST ->
                expired(sink, new ExpiredException(position, store.snapshot().resourceVersion()));
            case OVERFLOWN, CLOSED -> {}
        }
    }

    private void batch(ChangeQueue.Batch batch) {
        Stream<Change> changes = virtual().isPresent() ? computed(virtual().get(), batch) : batch.changes().stream();
        changes.filter(change -> subject.holds(change.key()) && change.resourceVersion() > position)
                .forEach(this::event);
        known = batch.snapshot();
        position = Math.max(position, batch.changes().getLast().resourceVersion());
    }

    private Stream<Change> computed(VirtualResource resource, ChangeQueue.Batch batch) {
        TreeSet<ObjectKey> keys = new TreeSet<>();
        for (Change change : batch.changes()) {
            if (change.key().resource().equals(subject.resource())) {
                keys.add(change.key());
            }
            resource.concerns(change).forEach(keys::add);
        }
        long version = batch.changes().getLast().resourceVersion();
        return keys.stream().flatMap(key -> {
            Optional<StoredObject> before = source.get(known, key);
            Optional<StoredObject> after = source.get(batch.snapshot(), key);
            boolean same = before.map(StoredObject::resourceVersion).equals(after.map(StoredObject::resourceVersion));
            return same ? Stream.empty() : Stream.of(new Change(key, before.orElse(null), after.orElse(null), version));
        });
    }

    private void event(Change change) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        boolean was = before != null && subject.covers(before);
        boolean is = after != null && subject.covers(after);
        if (is && after != null) {
            add(view.event(was ? "MODIFIED" : "ADDED", after));
        } else if (was && before != null) {
            add(view.event("DELETED", before.at(change.resourceVersion())));
        }
    }

    private void add(byte[] event) {
        pending.add(event);
        pendingBytes += event.length;
    }

    private boolean enough() {
        return pending.size() >= EVENTS_AT_ONCE_MAX || pendingBytes >= BYTES_AT_ONCE_MAX;
    }

    private boolean flush(ApiResponse.EventSink sink) throws InterruptedException {
        if (pending.isEmpty()) {
            return true;
        }
        List<byte[]> events = List.copyOf(pending);
        pending.clear();
        pendingBytes = 0;
        return sink.send(events);
    }

    private void expired(ApiResponse.EventSink sink, ExpiredException why) throws InterruptedException {
        ObjectNode event = ObjectJson.mapper().createObjectNode().put("type", "ERROR");
        event.set(
                "object", StatusError.expired(String.valueOf(why.getMessage())).toJson());
        add(ObjectJson.mapper().writeValueAsBytes(event));
        flush(sink);
    }
}
