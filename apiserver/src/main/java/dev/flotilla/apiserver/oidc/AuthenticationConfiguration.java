package dev.flotilla.apiserver.oidc;

import dev.flotilla.apiserver.auth.TokenAuthenticator;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Kubernetes' AuthenticationConfiguration says: which issuers are believed, and where strangers are let through.
 *
 * @param anonymous empty if the file does not say: everywhere
 */
public record AuthenticationConfiguration(List<IssuerSettings> issuers, Optional<Predicate<String>> anonymous) {
    public AuthenticationConfiguration {
        issuers = List.copyOf(issuers);
    }

    /**
     * @param file YAML or JSON
     * @param serviceAccountIssuer the server's own, which no other may be named like
     * @throws IllegalArgumentException if it is not valid, with everything that is wrong with it
     */
    public static AuthenticationConfiguration read(byte[] file, String serviceAccountIssuer) {
        return new ConfigurationReader(serviceAccountIssuer).read(file);
    }

    /**
     * One for each issuer. Its keys are fetched when first needed.
     *
     * @param own the server's own audiences
     */
    public List<TokenAuthenticator> tokens(InstantSource clock, List<String> own) {
        return issuers.stream()
                .<TokenAuthenticator>map(issuer -> new OidcTokens(issuer, clock, own))
                .toList();
    }
}
