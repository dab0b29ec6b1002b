package dev.flotilla.propagation.member;

import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One member's API, as the hub uses it. No method blocks, and no stage fails: what goes wrong is a reply. */
public interface MemberClient extends AutoCloseable {
    /** Any GET that answers with a JSON object, by path and query. */
    CompletionStage<MemberReply> read(String path);

    CompletionStage<MemberReply> get(MemberTarget target);

    /** POST: never writes over an object that is there. */
    CompletionStage<MemberReply> create(MemberTarget target, ObjectNode manifest);

    /**
     * Server-side apply as field manager {@code flotilla}. With the live object's uid and resourceVersion in the
     * manifest's metadata it is a compare-and-set.
     *
     * @param force take over fields that other managers hold
     */
    CompletionStage<MemberReply> apply(MemberTarget target, ObjectNode manifest, boolean force);

    CompletionStage<MemberReply> jsonPatch(MemberTarget target, JsonNode operations);

    /** Deletes in the background, and only the object with this uid at this version. */
    CompletionStage<MemberReply> delete(MemberTarget target, String uid, String resourceVersion);

    /** Follows every object of a kind that bears a label, until the result is closed. */
    Following follow(MemberKind kind, String labelSelector, MemberWatcher watcher);

    @Override
    void close();

    /** A running flow of a member's objects. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }
}
