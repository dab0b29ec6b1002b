package dev.flotilla.hub.config;

import dev.flotilla.apiserver.token.TokenSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom a hub knows, and what it writes down of them.
 *
 * @param issuer what service accounts' tokens name as their issuer; an https URL
 * @param authentication a file of Kubernetes' kind AuthenticationConfiguration: OpenID Connect issuers, and where
 *     anonymous requests are let through
 * @param clientAuthorities a file of certificates whose client certificates are believed beside the hub's own
 * @param auditPolicy a file of Kubernetes' kind Policy; empty for the default one
 * @param auditLog where events go; empty for {@code audit.log} in the data directory
 * @param audit false for no log at all
 * @param requestsPerSecond how many requests a user may make on average; 0 for any number
 */
public record HubSecurity(
        String issuer,
        Optional<Path> authentication,
        Optional<Path> clientAuthorities,
        Optional<Path> auditPolicy,
        Optional<Path> auditLog,
        boolean audit,
        int requestsPerSecond) {
    public static final HubSecurity DEFAULT = new HubSecurity(
            TokenSettings.DEFAULT_ISSUER,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            0);
}
