package dev.flotilla.hub;

import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.token.SigningKey;
import dev.flotilla.apiserver.token.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys that sign service accounts' tokens. They belong to the hub, not to a node: a Secret in the log holds them,
 * so that every node believes what any has signed. Whoever adds a key to the Secret exchanges the signer; whoever
 * removes one ends the tokens it has signed. A Secret that cannot be read leaves the last keys that could.
 */
final class TokenKeys implements Supplier<SigningKeys> {
    static final ObjectKey SECRET =
            ObjectKey.of("", "secrets", ResourceNames.SYSTEM_NAMESPACE, "service-account-signing-keys");

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);
    private static final DateTimeFormatter MADE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ObjectStore store;
    private volatile @Nullable Read read;

    private record Read(long resourceVersion, SigningKeys keys) {}

    TokenKeys(ObjectStore store) {
        this.store = store;
    }

    static void ensure(OnceMade once, Instant now) {
        once.ensure(SECRET, _ -> List.of(new Effect.Create(SECRET, secret(SigningKey.generate(), now))));
    }

    private static ObjectNode secret(SigningKey key, Instant now) {
        ObjectNode secret = ObjectJson.mapper().createObjectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        secret.putObject("metadata").put("namespace", SECRET.namespace()).put("name", SECRET.name());
        secret.putObject("data")
                .put(
                        MADE.format(now) + SigningKeys.SUFFIX,
                        Base64.getEncoder().encodeToString(key.pem().getBytes(StandardCharsets.US_ASCII)));
        return secret;
    }

    /** @throws IllegalStateException if there have never been any */
    @Override
    public SigningKeys get() {
        @Nullable Read last = read;
        Optional<StoredObject> secret = store.snapshot().get(SECRET);
        if (last != null
                && secret.map(StoredObject::resourceVersion).orElse(last.resourceVersion()) == last.resourceVersion()) {
            return last.keys();
        }
        return secret.map(each -> parsed(each, last))
                .orElseThrow(() -> new IllegalStateException("the Secret " + SECRET
                        + " is missing, which holds the keys of service accounts' tokens; start the hub anew to have"
                        + " new ones"));
    }

    private SigningKeys parsed(StoredObject secret, @Nullable Read last) {
        SigningKeys keys;
        try {
            keys = SigningKeys.of(secret);
        } catch (IllegalArgumentException unreadable) {
            if (last == null) {
                throw unreadable;
            }
            LOG.atError()
                    .addKeyValue("secret", SECRET)
                    .addKeyValue("reason", unreadable.getMessage())
                    .log("the keys of service accounts' tokens cannot be read; the last ones stay in use");
            keys = last.keys();
        }
        read = new Read(secret.resourceVersion(), keys);
        return keys;
    }
}
