package dev.flotilla.hub.vault;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.hub.query.Methods;
import dev.flotilla.replication.encryption.MasterKey;
import dev.flotilla.replication.encryption.RecordCipher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /rewrite-secrets}: writes every object of the encrypted kinds anew, as it is, so that the log holds it
 * under the newest key. Whoever changes one meanwhile has done the same.
 */
final class RewriteSecrets implements Handler {
    static final String PATH = "/rewrite-secrets";
    private static final int AT_ONCE_MAX = 64;

    private final ObjectStore store;
    private final RecordCipher cipher;

    RewriteSecrets(ObjectStore store, RecordCipher cipher) {
        this.store = store;
        this.cipher = cipher;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Methods.require("POST", request);
        MasterKey key = cipher.keys()
                .newest()
                .orElseThrow(() -> StatusError.badRequest("this hub encrypts nothing: it has no keys")
                        .exception());
        long rewritten = 0;
        for (GroupResource resource : cipher.resources()) {
            rewritten += rewrite(resource, request.user().name());
        }
        ObjectNode answer = ObjectJson.mapper().createObjectNode();
        answer.put("key", key.id()).put("objects", rewritten);
        ArrayNode others = answer.putArray("otherKeys");
        cipher.keys().ids().stream().filter(id -> !id.equals(key.id())).forEach(others::add);
        return ApiResponse.json(200, answer);
    }

    private long rewrite(GroupResource resource, String user) {
        List<StoredObject> objects = store.snapshot().list(resource).toList();
        for (int from = 0; from < objects.size(); from += AT_ONCE_MAX) {
            List<CompletionStage<CommitOutcome>> sent = new ArrayList<>();
            objects.subList(from, Math.min(objects.size(), from + AT_ONCE_MAX))
                    .forEach(object -> sent.add(store.commit(same(object, user))));
            sent.forEach(outcome -> require(outcome.toCompletableFuture().join()));
        }
        return objects.size();
    }

    private static Commit same(StoredObject object, String user) {
        return new Commit(
                List.of(new Write.Put(object.key(), object.storedJson())),
                List.of(new Precondition.AtVersion(object.key(), object.resourceVersion())),
                Commit.Origin.CONTROLLER,
                user);
    }

    private static void require(CommitOutcome outcome) {
        switch (outcome) {
            case CommitOutcome.Committed _, CommitOutcome.Conflicted _ -> {}
            case CommitOutcome.Refused _,
                    CommitOutcome.TooLarge _,
                    CommitOutcome.Overloaded _,
                    CommitOutcome.Unavailable _,
                    CommitOutcome.InDoubt _ ->
                throw StatusError.unavailable("not everything could be rewritten (" + outcome + "); try again", 1)
                        .exception();
        }
    }
}
