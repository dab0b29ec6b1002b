package dev.flotilla.replication.peer;

import static dev.flotilla.replication.peer.Fields.bytes;
import static dev.flotilla.replication.peer.Fields.count;
import static dev.flotilla.replication.peer.Fields.one;
import static dev.flotilla.replication.peer.Fields.text;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commits and their preconditions as bytes. */
final class CommitCodec {
    private enum Condition {
        AT_VERSION,
        ABSENT,
        EXISTS,
        GUARDED
    }

    private CommitCodec() {}

    static void write(DataOutputStream out, Commit commit) throws IOException {
        text(out, commit.origin().name());
        text(out, commit.actor());
        out.writeInt(commit.writes().size());
        for (Write write : commit.writes()) {
            text(out, write.key().path());
            out.writeBoolean(write instanceof Write.Put);
            if (write instanceof Write.Put put) {
                bytes(out, put.json());
            }
        }
        out.writeInt(commit.preconditions().size());
        for (Precondition precondition : commit.preconditions()) {
            write(out, precondition);
        }
    }

    static Commit commit(DataInputStream in) throws IOException {
        Commit.Origin origin = one(in, Commit.Origin.class);
        String actor = text(in);
        List<Write> writes = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            ObjectKey key = ObjectKey.parse(text(in));
            writes.add(in.readBoolean() ? new Write.Put(key, bytes(in)) : new Write.Delete(key));
        }
        List<Precondition> preconditions = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            preconditions.add(precondition(in));
        }
        return new Commit(writes, preconditions, origin, actor);
    }

    static void write(DataOutputStream out, Precondition precondition) throws IOException {
        switch (precondition) {
            case Precondition.AtVersion(var key, var version) -> {
                text(out, Condition.AT_VERSION.name());
                text(out, key.path());
                out.writeLong(version);
            }
            case Precondition.Absent(var key) -> {
                text(out, Condition.ABSENT.name());
                text(out, key.path());
            }
            case Precondition.Exists(var key) -> {
                text(out, Condition.EXISTS.name());
                text(out, key.path());
            }
            case Precondition.Guarded(var guard, var arguments) -> {
                text(out, Condition.GUARDED.name());
                text(out, guard);
                out.writeInt(arguments.size());
                for (Map.Entry<String, String> argument : arguments.entrySet()) {
                    text(out, argument.getKey());
                    text(out, argument.getValue());
                }
            }
        }
    }

    static Precondition precondition(DataInputStream in) throws IOException {
        return switch (one(in, Condition.class)) {
            case AT_VERSION -> new Precondition.AtVersion(ObjectKey.parse(text(in)), in.readLong());
            case ABSENT -> new Precondition.Absent(ObjectKey.parse(text(in)));
            case EXISTS -> new Precondition.Exists(ObjectKey.parse(text(in)));
            case GUARDED -> {
                String guard = text(in);
                Map<String, String> arguments = new HashMap<>();
                for (int left = count(in); left > 0; left--) {
                    arguments.put(text(in), text(in));
                }
                yield new Precondition.Guarded(guard, arguments);
            }
        };
    }
}
