package dev.flotilla.apiserver.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which tokens carry a good signature, by their digest, for as long as the keys stay the same. Bad ones are
 * verified each time. Bounded: when it is full it begins anew.
 */
final class KnownSignatures {
    private static final int REMEMBERED_MAX = 10_000;

    private record Good(SigningKeys keys, Map<String, Boolean> digests) {}

    private volatile @Nullable Good good;

    @SuppressWarnings("ReferenceEquality") // whoever holds the keys gives the same ones until they change
    Optional<String> refusal(String token, Jws.Unverified parsed, SigningKeys keys) {
        Good current = good;
        if (current == null || current.keys() != keys) {
            current = new Good(keys, new ConcurrentHashMap<>());
            good = current;
        }
        String digest = digest(token);
        if (current.digests().containsKey(digest)) {
            return Optional.empty();
        }
        Optional<String> refusal = Jws.refusal(parsed, keys);
        if (refusal.isEmpty()) {
            if (current.digests().size() >= REMEMBERED_MAX) {
                current.digests().clear();
            }
            current.digests().put(digest, true);
        }
        return refusal;
    }

    private static String digest(String token) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
