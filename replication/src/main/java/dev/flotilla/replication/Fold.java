package dev.flotilla.replication;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds the log's records into objects, whole commits at a time: a commit whose records have come in part is held back.
 * Not thread-safe: it belongs to whoever reads the log.
 *
 * <p>A commit is complete with its last record, or with the first record of anything else: compaction may have taken
 * its last one, and the records of one commit lie together.
 */
public final class Fold {
    private final LogHead head;
    private final List<Change> changes = new ArrayList<>();
    private final List<Boundary.Landed> landed = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private StateTable state = StateTable.EMPTY;
    private @Nullable LeaderMark leader;

    private record Held(long version, LogRecord.Wrote record) {}

    public Fold(LogHead head) {
        this.head = head;
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
            case LogRecord.Wrote wrote -> acceptWrite(version, wrote);
        }
    }

    private void acceptHead(LogHead found, long version) {
        if (!found.equals(head)) {
            throw new IllegalArgumentException("the log changed its identity from " + head + " to " + found);
        }
        completeHeld();
        state = state.at(version);
    }

    private void acceptWrite(long version, LogRecord.Wrote wrote) {
        if (!held.isEmpty()
                && !held.getFirst().record().mark().id().equals(wrote.mark().id())) {
            completeHeld();
        }
        held.add(new Held(version, wrote));
        if (wrote.mark().last()) {
            completeHeld();
        }
    }

    /** To be called where the log is known to end between two commits. */
    public void completeHeld() {
        if (held.isEmpty()) {
            return;
        }
        held.forEach(each -> apply(each.version(), each.record().write()));
        landed.add(new Boundary.Landed(
                held.getFirst().record().mark().id(),
                held.stream().map(Held::version).toList()));
        held.clear();
    }

    private void apply(long version, Write write) {
        StoredObject before = state.get(write.key()).orElse(null);
        switch (write) {
            case Write.Put(var key, byte[] json) -> {
                StoredObject after = StoredObject.of(key, version, json);
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

    /** Everything since the last call. */
    public Boundary take() {
        Boundary boundary = new Boundary(state, changes, landed, Optional.ofNullable(leader));
        changes.clear();
        landed.clear();
        leader = null;
        return boundary;
    }
}
