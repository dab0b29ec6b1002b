package dev.flotilla.apiserver.oidc;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.ClientCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Gets small JSON documents over https: within a time, up to a size, and without following anybody elsewhere. */
final class BoundedFetch implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final int BYTES_MAX = 1 << 20;

    private final HttpClient http;

    /** @param authorityPem whose certificates are trusted; empty for those this machine trusts */
    BoundedFetch(Optional<String> authorityPem) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).followRedirects(HttpClient.Redirect.NEVER);
        authorityPem.ifPresent(pem -> builder.sslContext(trusting(pem)));
        http = builder.build();
    }

    /** @throws IOException if there is no such document within the bounds; the message names the address */
    JsonNode json(String url) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(ANSWER_MAX)
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(url + " answered " + response.statusCode());
                }
                byte[] read = body.readNBytes(BYTES_MAX + 1);
                if (read.length > BYTES_MAX) {
                    throw new IOException(url + " answered more than " + BYTES_MAX + " bytes");
                }
                return ObjectJson.mapper().readTree(read);
            }
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException(url + " gave no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + url, e);
        }
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (X509Certificate each : ClientCertificates.authorities(pem)) {
                trusted.setCertificateEntry("ca-" + number++, each);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot trust a certificate", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
