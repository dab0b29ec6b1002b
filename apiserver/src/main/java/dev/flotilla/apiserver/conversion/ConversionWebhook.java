package dev.flotilla.apiserver.conversion;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls conversion webhooks over HTTPS, trusting the authorities that each names. Thread-safe. */
final class ConversionWebhook {
    private static final Duration CALL_MAX = Duration.ofSeconds(30);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int ANSWER_MAX_BYTES = 16 * 1024 * 1024;
    private static final int CLIENTS_MAX = 32;

    private final Map<String, HttpClient> clients = new LinkedHashMap<>();

    /**
     * @param hook a definition's {@code spec.conversion.webhook}
     * @throws StatusException 500 in kube-apiserver's words
     */
    List<ObjectNode> convert(JsonNode hook, List<ObjectNode> objects, String desired) {
        ObjectNode first = objects.getFirst();
        String kind = first.path("apiVersion").asString("") + ", Kind="
                + first.path("kind").asString("");
        String version = hook.path("conversionReviewVersions")
                .valueStream()
                .map(each -> each.asString(""))
                .filter(each -> each.equals("v1") || each.equals("v1beta1"))
                .findFirst()
                .orElseThrow(() -> failed(kind, "no supported conversion review versions"));
        String uid = UUID.randomUUID().toString();
        JsonNode answer = call(hook, ConversionReview.request(version, uid, objects, desired), kind);
        try {
            return ConversionReview.read(answer, version, uid, objects, desired, kind);
        } catch (ConversionReview.UnusableException unusable) {
            throw internal(String.valueOf(unusable.getMessage()));
        }
    }

    private JsonNode call(JsonNode hook, ObjectNode review, String kind) {
        JsonNode config = hook.path("clientConfig");
        String url = config.path("url").asString("");
        if (url.isEmpty()) {
            throw failed(
                    kind,
                    "the webhook is a Service, which this server has no network to; name it by"
                            + " spec.conversion.webhook.clientConfig.url");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(CALL_MAX)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ObjectJson.mapper().writeValueAsBytes(review)))
                .build();
        try {
            HttpResponse<InputStream> response = client(config.path("caBundle").asString(""))
                    .send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(ANSWER_MAX_BYTES);
                if (response.statusCode() != 200) {
                    throw failed(kind, "the server answered " + response.statusCode());
                }
                return ObjectJson.parse(bytes);
            }
        } catch (IOException | GeneralSecurityException | JacksonException failure) {
            throw failed(kind, "Post \"" + url + "\": " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(kind, "Post \"" + url + "\": interrupted");
        }
    }

    private static StatusException failed(String kind, String why) {
        return internal("conversion webhook for " + kind + " failed: " + why);
    }

    private static StatusException internal(String message) {
        return new StatusError(500, "", message, Optional.empty()).exception();
    }

    /** One client for each set of authorities; the one that has been known longest makes way. */
    private synchronized HttpClient client(String caBundle) throws GeneralSecurityException, IOException {
        HttpClient known = clients.get(caBundle);
        if (known != null) {
            return known;
        }
        if (clients.size() >= CLIENTS_MAX) {
            HttpClient oldest = clients.remove(clients.keySet().iterator().next());
            if (oldest != null) {
                oldest.shutdown();
            }
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).version(HttpClient.Version.HTTP_1_1);
        if (!caBundle.isEmpty()) {
            builder.sslContext(trusting(Base64.getDecoder().decode(caBundle)));
        }
        HttpClient client = builder.build();
        clients.put(caBundle, client);
        return client;
    }

    private static SSLContext trusting(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        int index = 0;
        for (Certificate each :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            authorities.setCertificateEntry("authority-" + index, each);
            index++;
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
