package dev.flotilla.apiserver.controller;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.token.LegacyToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills Secrets of type {@code kubernetes.io/service-account-token}: the account's token, the authority's certificate
 * and the namespace; and takes those away whose account is gone, and their tokens with them.
 */
public final class TokenSecrets implements Reconciler {
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final String NAME = "kubernetes.io/service-account.name";
    private static final String UID = "kubernetes.io/service-account.uid";

    private final Function<LegacyToken, String> signer;
    private final String authorityPem;

    /** @param authorityPem what clients are to trust the server by */
    public TokenSecrets(Function<LegacyToken, String> signer, String authorityPem) {
        this.signer = signer;
        this.authorityPem = authorityPem;
    }

    @Override
    public String name() {
        return "token-secrets";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(SECRETS, ACCOUNTS);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        ObjectKey key = change.key();
        return key.resource().equals(SECRETS)
                ? Stream.of(key)
                : snapshot.list(SECRETS, key.namespace())
                        .filter(secret ->
                                accountOf(secret).filter(key.name()::equals).isPresent())
                        .map(StoredObject::key);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(SECRETS).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> secret =
                snapshot.get(key).filter(each -> !each.head().terminating());
        Optional<String> name = secret.flatMap(TokenSecrets::accountOf);
        return name.isEmpty() ? Decision.nothing() : decide(snapshot, secret.orElseThrow(), name.get());
    }

    private Decision decide(Snapshot snapshot, StoredObject secret, String name) {
        ObjectKey key = secret.key();
        ObjectNode tree = secret.tree();
        Optional<StoredObject> account = snapshot.get(new ObjectKey(ACCOUNTS, key.namespace(), name));
        String meant = annotation(tree, UID);
        String uid = account.map(each -> each.head().uid()).orElse("");
        if (account.isEmpty() || !(meant.isEmpty() || meant.equals(uid))) {
            return Decision.of(java.util.List.of(new Effect.Delete(secret)));
        }
        ObjectNode data = tree.withObject("data");
        boolean trusted = set(data, "ca.crt", authorityPem);
        boolean filled = set(data, "namespace", key.namespace()) || trusted;
        if (meant.isEmpty() || data.path("token").asString("").isEmpty()) {
            set(data, "token", signer.apply(new LegacyToken(key.namespace(), name, uid, key.name())));
            tree.withObject("metadata").withObject("annotations").put(UID, uid);
            filled = true;
        }
        return filled ? Decision.of(java.util.List.of(new Effect.Update(secret, tree))) : Decision.nothing();
    }

    /** What is there stays, whoever wrote it. */
    private static boolean set(ObjectNode data, String field, String text) {
        if (!data.path(field).asString("").isEmpty()) {
            return false;
        }
        data.put(field, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    /** @return empty for a Secret of another type */
    private static Optional<String> accountOf(StoredObject secret) {
        ObjectNode tree = secret.tree();
        return tree.path("type").asString("").equals(LegacyToken.TYPE)
                ? Optional.of(annotation(tree, NAME)).filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
                : Optional.empty();
    }

    private static String annotation(JsonNode object, String name) {
        return object.path("metadata").path("annotations").path(name).asString("");
    }
}
