package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * By what one end of a TLS connection to Kafka proves itself, and whom it believes.
 *
 * @param authority whose certificates are believed; empty for those that the machine trusts
 * @param own empty for an end without a certificate
 */
public record PemFiles(Optional<Path> authority, Optional<Own> own) {
    /** @param key in PKCS #8 */
    public record Own(Path certificate, Path key) {}

    /** Both ends show a certificate of one authority. */
    public static PemFiles mutual(Path authority, Path certificate, Path key) {
        return new PemFiles(Optional.of(authority), Optional.of(new Own(certificate, key)));
    }

    /**
     * Kafka's properties about keys, for clients and brokers alike; the files' content is in them.
     *
     * @throws IOException if a file cannot be read; the message names it
     */
    public Map<String, String> properties() throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put("ssl.enabled.protocols", "TLSv1.3");
        properties.put("ssl.protocol", "TLSv1.3");
        if (authority.isPresent()) {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.certificates", read(authority.get()));
        }
        if (own.isPresent()) {
            properties.put("ssl.keystore.type", "PEM");
            properties.put("ssl.keystore.certificate.chain", read(own.get().certificate()));
            properties.put("ssl.keystore.key", read(own.get().key()));
        }
        return properties;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IOException("the PEM file " + file + " cannot be read: " + unreadable, unreadable);
        }
    }
}
