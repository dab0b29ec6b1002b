package dev.flotilla.apiserver.auth;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a request brings to prove who makes it.
 *
 * @param certificate one that the handshake has verified against the server's authority
 * @param bearer the token of the Authorization header
 */
public record Credentials(Optional<X509Certificate> certificate, Optional<String> bearer) {
    @Override
    public String toString() {
        return "Credentials[certificate=" + certificate.isPresent() + ", bearer=" + bearer.isPresent() + "]";
    }
}
