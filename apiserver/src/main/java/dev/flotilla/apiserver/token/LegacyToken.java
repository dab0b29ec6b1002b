package dev.flotilla.apiserver.token;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.Remarks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token that lives in a Secret of type {@code kubernetes.io/service-account-token} for as long as the Secret does.
 *
 * @param account the service account's name
 */
public record LegacyToken(String namespace, String account, String uid, String secret) {
    public static final String ISSUER = "kubernetes/serviceaccount";
    public static final String TYPE = "kubernetes.io/service-account-token";
    private static final String CLAIM = "kubernetes.io/serviceaccount/";
    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    /** Signs it; the same key signs the same token always. */
    public String signed(SigningKeys keys) {
        ObjectNode claims = ObjectJson.mapper().createObjectNode();
        claims.put("iss", ISSUER)
                .put(CLAIM + "namespace", namespace)
                .put(CLAIM + "secret.name", secret)
                .put(CLAIM + "service-account.name", account)
                .put(CLAIM + "service-account.uid", uid)
                .put("sub", ServiceAccountToken.username(namespace, account));
        return Jws.sign(claims, keys.signer());
    }

    static LegacyToken parse(JsonNode claims) {
        return new LegacyToken(
                claims.path(CLAIM + "namespace").asString(""),
                claims.path(CLAIM + "service-account.name").asString(""),
                claims.path(CLAIM + "service-account.uid").asString(""),
                claims.path(CLAIM + "secret.name").asString(""));
    }

    /** @return what is wrong with it, in a kube-apiserver's words; empty if it holds */
    Optional<String> refusal(String token, String subject, Snapshot snapshot) {
        if (!subject.equals(ServiceAccountToken.username(namespace, account)) || uid.isEmpty() || secret.isEmpty()) {
            return Optional.of("sub claim is invalid");
        }
        Optional<StoredObject> kept = TokenValidity.found(snapshot, "secrets", namespace, secret);
        if (kept.isEmpty() || kept.get().head().terminating()) {
            return Optional.of("Token has been invalidated");
        }
        if (!same(token, kept.get())) {
            return Optional.of("Token does not match server's copy");
        }
        Optional<StoredObject> owner = TokenValidity.found(snapshot, "serviceaccounts", namespace, account);
        if (owner.isEmpty()) {
            return Optional.of("serviceaccounts \"" + account + "\" not found");
        }
        if (owner.get().head().terminating()) {
            return Optional.of("ServiceAccount " + namespace + "/" + account + " has been deleted");
        }
        if (!owner.get().head().uid().equals(uid)) {
            return Optional.of(
                    "ServiceAccount UID (" + owner.get().head().uid() + ") does not match claim (" + uid + ")");
        }
        if (!kept.get().head().labels().getOrDefault(INVALID_SINCE, "").isEmpty()) {
            return Optional.of("the token in secret " + namespace + "/" + secret + " for service account " + namespace
                    + "/" + account + " has been marked invalid. Use tokens from the TokenRequest API or manually"
                    + " created secret-based tokens, or remove the '" + INVALID_SINCE
                    + "' label from the secret to temporarily allow use of this token");
        }
        Remarks.annotate("authentication.k8s.io/legacy-token", subject);
        return Optional.empty();
    }

    private static boolean same(String token, StoredObject secret) {
        try {
            byte[] kept = Base64.getDecoder()
                    .decode(secret.tree().path("data").path("token").asString(""));
            return MessageDigest.isEqual(kept, token.getBytes(StandardCharsets.US_ASCII));
        } catch (JacksonException | IllegalArgumentException _) {
            return false;
        }
    }
}
