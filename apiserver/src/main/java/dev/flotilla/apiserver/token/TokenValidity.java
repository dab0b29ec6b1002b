package dev.flotilla.apiserver.token;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service account's token still holds: its time, its account and what it is bound to, as they are now. The
 * words are a kube-apiserver's.
 */
final class TokenValidity {
    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final String INVALIDATED = "service account token has been invalidated";

    private TokenValidity() {}

    /** @return what is wrong with it; empty if it holds */
    static Optional<String> refusal(ServiceAccountToken token, Snapshot snapshot, Instant now) {
        return time(token, now)
                .or(() -> account(token, snapshot, now))
                .or(() -> token.secret().flatMap(ref -> bound("secrets", "secret", token, ref, snapshot, now)))
                .or(() -> token.pod().flatMap(ref -> bound("pods", "pod", token, ref, snapshot, now)))
                .or(() -> token.pod().isPresent()
                        ? Optional.empty()
                        : token.node().flatMap(ref -> bound("nodes", "node", token, ref, snapshot, now)));
    }

    private static Optional<String> time(ServiceAccountToken token, Instant now) {
        if (now.minus(LEEWAY).isAfter(token.expires())) {
            return Optional.of("service account token has expired");
        }
        if (now.plus(LEEWAY).isBefore(token.notBefore())) {
            return Optional.of("service account token is not valid yet");
        }
        return now.plus(LEEWAY).isBefore(token.issued())
                ? Optional.of("service account token is issued in the future")
                : Optional.empty();
    }

    private static Optional<String> account(ServiceAccountToken token, Snapshot snapshot, Instant now) {
        String name = token.account().name();
        if (name.isEmpty() || token.namespace().isEmpty()) {
            return Optional.of("the token names no service account");
        }
        Optional<StoredObject> account = found(snapshot, "serviceaccounts", token.namespace(), name);
        if (account.isEmpty()) {
            return Optional.of("serviceaccounts \"" + name + "\" not found");
        }
        String uid = account.get().head().uid();
        if (!uid.equals(token.account().uid())) {
            return Optional.of("service account UID (" + uid + ") does not match claim ("
                    + token.account().uid() + ")");
        }
        return deleted(account.get(), now)
                ? Optional.of("service account " + token.namespace() + "/" + name + " has been deleted")
                : Optional.empty();
    }

    private static Optional<String> bound(
            String plural,
            String kind,
            ServiceAccountToken token,
            ServiceAccountToken.Ref ref,
            Snapshot snapshot,
            Instant now) {
        Optional<StoredObject> object =
                found(snapshot, plural, kind.equals("node") ? "" : token.namespace(), ref.name());
        if (object.isEmpty() || deleted(object.get(), now)) {
            return Optional.of(INVALIDATED);
        }
        String uid = object.get().head().uid();
        if (uid.equals(ref.uid())) {
            return Optional.empty();
        }
        String shown = Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
        return Optional.of((kind.equals("secret") ? kind : shown) + " UID (" + uid + ") does not match service account "
                + kind + " ref claim (" + ref.uid() + ")");
    }

    static Optional<StoredObject> found(Snapshot snapshot, String plural, String namespace, String name) {
        return name.isEmpty() || name.indexOf('/') >= 0 || namespace.indexOf('/') >= 0
                ? Optional.empty()
                : snapshot.get(ObjectKey.of("", plural, namespace, name));
    }

    /** It has been going for longer than clocks differ. */
    private static boolean deleted(StoredObject object, Instant now) {
        @Nullable String since = object.head().deletionTimestamp();
        try {
            return since != null && Instant.parse(since).isBefore(now.minus(LEEWAY));
        } catch (DateTimeParseException _) {
            return true;
        }
    }
}
