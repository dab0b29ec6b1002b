package dev.flotilla.replication.peer;

import static dev.flotilla.replication.peer.Fields.one;
import static dev.flotilla.replication.peer.Fields.text;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.CommitId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Messages as bytes: a byte for the format, then the kind and the fields in order; texts and objects with their length
 * before them. Nothing of it names a class, so nothing that comes from outside chooses one.
 */
public final class PeerCodec {
    private static final int FORMAT = 1;

    private enum Kind {
        FORWARD,
        ANSWER
    }

    private enum Outcome {
        CONFLICTED,
        REFUSED,
        TOO_LARGE,
        OVERLOADED,
        UNAVAILABLE,
        IN_DOUBT
    }

    private PeerCodec() {}

    public static byte[] encode(PeerMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            switch (message) {
                case PeerMessage.Forward forward -> write(out, forward);
                case PeerMessage.Answer answer -> write(out, answer);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory cannot fail", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if it is none that this version of the hub sends */
    public static PeerMessage decode(byte[] message) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("format " + format + " of another version of the hub");
            }
            return switch (one(in, Kind.class)) {
                case FORWARD -> forward(in);
                case ANSWER -> answer(in);
            };
        } catch (IOException torn) {
            throw new IllegalArgumentException("a torn message of " + message.length + " bytes", torn);
        }
    }

    private static void write(DataOutputStream out, PeerMessage.Forward forward) throws IOException {
        head(out, Kind.FORWARD, forward);
        text(out, forward.from());
        out.writeLong(forward.seenTo());
        CommitCodec.write(out, forward.commit());
    }

    private static void head(DataOutputStream out, Kind kind, PeerMessage message) throws IOException {
        text(out, kind.name());
        out.writeLong(message.id().high());
        out.writeLong(message.id().low());
        out.writeLong(message.term());
        out.writeInt(message.attempt());
    }

    private static PeerMessage.Forward forward(DataInputStream in) throws IOException {
        CommitId id = new CommitId(in.readLong(), in.readLong());
        long term = in.readLong();
        int attempt = in.readInt();
        String from = text(in);
        long seenTo = in.readLong();
        return new PeerMessage.Forward(from, id, term, attempt, seenTo, CommitCodec.commit(in));
    }

    private static void write(DataOutputStream out, PeerMessage.Answer answer) throws IOException {
        head(out, Kind.ANSWER, answer);
        out.writeLong(answer.version());
        switch (answer.outcome()) {
            case CommitOutcome.Conflicted(var failed) -> {
                text(out, Outcome.CONFLICTED.name());
                CommitCodec.write(out, failed);
            }
            case CommitOutcome.Refused(var guard, var reason) -> {
                text(out, Outcome.REFUSED.name());
                text(out, guard);
                text(out, reason);
            }
            case CommitOutcome.TooLarge(var key, var size, var most) -> {
                text(out, Outcome.TOO_LARGE.name());
                text(out, key.path());
                out.writeInt(size);
                out.writeInt(most);
            }
            case CommitOutcome.Overloaded(var retryAfter) -> {
                text(out, Outcome.OVERLOADED.name());
                out.writeLong(retryAfter.toMillis());
            }
            case CommitOutcome.Unavailable(var reason, var retryAfter) -> {
                text(out, Outcome.UNAVAILABLE.name());
                text(out, reason);
                out.writeLong(retryAfter.toMillis());
            }
            case CommitOutcome.InDoubt(var reason) -> {
                text(out, Outcome.IN_DOUBT.name());
                text(out, reason);
            }
            case CommitOutcome.Committed _ ->
                throw new IllegalArgumentException("that a commit took effect is told by the log");
        }
    }

    private static PeerMessage.Answer answer(DataInputStream in) throws IOException {
        CommitId id = new CommitId(in.readLong(), in.readLong());
        long term = in.readLong();
        int attempt = in.readInt();
        long version = in.readLong();
        CommitOutcome outcome = switch (one(in, Outcome.class)) {
            case CONFLICTED -> new CommitOutcome.Conflicted(CommitCodec.precondition(in));
            case REFUSED -> new CommitOutcome.Refused(text(in), text(in));
            case TOO_LARGE -> new CommitOutcome.TooLarge(ObjectKey.parse(text(in)), in.readInt(), in.readInt());
            case OVERLOADED -> new CommitOutcome.Overloaded(Duration.ofMillis(in.readLong()));
            case UNAVAILABLE -> new CommitOutcome.Unavailable(text(in), Duration.ofMillis(in.readLong()));
            case IN_DOUBT -> new CommitOutcome.InDoubt(text(in));
        };
        return new PeerMessage.Answer(id, term, attempt, version, outcome);
    }
}
