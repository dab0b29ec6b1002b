package dev.flotilla.replication;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Folds the log's records into objects, whole commits at a time: a commit whose records have come in part is held back.
 * Not thread-safe: it belongs to whoever reads the log.
 *
 * <p>A commit is complete with its last record, or with the first record of anything else: compaction may have taken
 * its last one, and the records of one commit lie together.
 *
 * <p>An object whose value could not be opened is not there until a later record replaces it: a key that nothing needs
 * any more may be taken away while older records still bear it. {@link #unopened()} tells what is missing.
 */
public final class Fold {
    private final LogHead head;
    private final List<Change> changes = new ArrayList<>();
    private final List<Boundary.Landed> landed = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<ObjectKey, String> unopened = new TreeMap<>();
    private StateTable state = StateTable.EMPTY;
    private @Nullable LeaderMark leader;

    private final Function<CommitId, Optional<Proposal>> own;

    private record Held(long version, LogRecord.Part record) {}

    public Fold(LogHead head) {
        this(head, _ -> Optional.empty());
    }

    /** @param own the commits that this node sent and waits for: their objects need not be read twice */
    public Fold(LogHead head, Function<CommitId, Optional<Proposal>> own) {
        this.head = head;
        this.own = own;
    }

    /** @throws IllegalArgumentException if the record is no part of this log */
    public void accept(long offset, LogRecord record) {
        long version = head.version(offset);
        switch (record) {
            case LogRecord.Head(var found) -> acceptHead(found, version);
            case LogRecord.Led(var mark) -> {
                completeHeld();
                leader = mark;
                state = state.at(version);
            }
            case LogRecord.Part part -> acceptPart(version, part);
        }
    }

    private void acceptHead(LogHead found, long version) {
        if (!found.equals(head)) {
            throw new IllegalArgumentException("the log changed its identity from " + head + " to " + found);
        }
        completeHeld();
        state = state.at(version);
    }

    private void acceptPart(long version, LogRecord.Part part) {
        if (!held.isEmpty()
                && !held.getFirst().record().mark().id().equals(part.mark().id())) {
            completeHeld();
        }
        held.add(new Held(version, part));
        if (part.mark().last()) {
            completeHeld();
        }
    }

    /** To be called where the log is known to end between two commits. */
    public void completeHeld() {
        if (held.isEmpty()) {
            return;
        }
        held.forEach(this::apply);
        landed.add(new Boundary.Landed(
                held.getFirst().record().mark().id(),
                held.stream().map(Held::version).toList()));
        held.clear();
    }

    private void apply(Held part) {
        switch (part.record()) {
            case LogRecord.Wrote(var mark, var write) -> apply(part.version(), write, own.apply(mark.id()));
            case LogRecord.Unopened(var _, var key, var reason) -> {
                apply(part.version(), new Write.Delete(key), Optional.empty());
                unopened.put(key, reason);
            }
        }
    }

    private void apply(long version, Write write, Optional<Proposal> proposal) {
        if (!unopened.isEmpty()) {
            unopened.remove(write.key());
        }
        StoredObject before = state.get(write.key()).orElse(null);
        switch (write) {
            case Write.Put(var key, byte[] json) -> {
                StoredObject after = proposal.map(sent -> sent.object(key).at(version))
                        .orElseGet(() -> StoredObject.of(key, version, json));
                state = state.put(after);
                changes.add(new Change(key, before, after, version));
            }
            case Write.Delete(var key) -> {
                state = state.remove(key, version);
                if (before != null) {
                    changes.add(new Change(key, before, null, version));
                }
            }
        }
    }

    /** The objects whose newest value could not be opened, and why; empty unless a key is missing or wrong. */
    public Map<ObjectKey, String> unopened() {
        return Collections.unmodifiableMap(unopened);
    }

    /** Everything since the last call. */
    public Boundary take() {
        Boundary boundary = new Boundary(state, changes, landed, Optional.ofNullable(leader));
        changes.clear();
        landed.clear();
        leader = null;
        return boundary;
    }
}
