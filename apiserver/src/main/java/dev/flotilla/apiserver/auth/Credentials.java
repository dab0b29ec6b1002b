package dev.flotilla.apiserver.auth;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a request brings to prove who makes it.
 *
 * @param certificates the client's own first, then those that lead to its authority; the handshake has shown that the
 *     client has the key, and nobody has looked at them otherwise
 * @param bearer the token of the Authorization header or of the WebSocket's subprotocol
 */
public record Credentials(List<X509Certificate> certificates, BearerToken bearer) {
    public Credentials {
        certificates = List.copyOf(certificates);
    }

    @Override
    public String toString() {
        return "Credentials[certificates=" + certificates.size() + ", bearer=" + bearer + "]";
    }
}
