package dev.flotilla.apiserver;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who is at the other end of a connection.
 *
 * @param certificates those the handshake brought, the client's own first; that it has the key is certain, nothing else
 * @param address its IP address
 */
record Peer(List<X509Certificate> certificates, String address) {
    Peer {
        certificates = List.copyOf(certificates);
    }
}
