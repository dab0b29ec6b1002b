package dev.flotilla.apiserver.token;

import java.util.List;
import java.util.function.Supplier;

/**
 * How service accounts' tokens are issued and believed.
 *
 * @param issuers what tokens name as their issuer: the first is written, all are believed
 * @param audiences whom a token is meant for if it is meant for the server
 * @param keys asked with every token, so that they can be exchanged, and cheap therefore
 */
public record TokenSettings(List<String> issuers, List<String> audiences, Supplier<SigningKeys> keys) {
    public static final String DEFAULT_ISSUER = "https://kubernetes.default.svc.cluster.local";

    public TokenSettings {
        issuers = List.copyOf(issuers);
        audiences = audiences.isEmpty() ? List.of(issuers.getFirst()) : List.copyOf(audiences);
    }

    /** A server that forgets its key when it ends. */
    public static TokenSettings inMemory() {
        return with(SigningKeys.inMemory());
    }

    public static TokenSettings with(Supplier<SigningKeys> keys) {
        return new TokenSettings(List.of(DEFAULT_ISSUER), List.of(), keys);
    }

    /** @param issuer an https URL; it becomes the audience too */
    public TokenSettings issuedBy(String issuer) {
        return new TokenSettings(List.of(issuer), List.of(), keys);
    }

    public String issuer() {
        return issuers.getFirst();
    }
}
