package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/** Requests to one Kubernetes API server over plain HTTP, as a client without any library makes them. */
public final class Api implements AutoCloseable {
    public static final String JSON = "application/json";
    public static final String YAML = "application/yaml";
    public static final String APPLY = "application/apply-patch+yaml";
    public static final String MERGE = "application/merge-patch+json";
    public static final String STRATEGIC = "application/strategic-merge-patch+json";
    public static final String JSON_PATCH = "application/json-patch+json";
    public static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(30);

    private final Config config;
    private final HttpClient http;
    private final String server;

    private Api(Config config) {
        this.config = config;
        this.server = config.getMasterUrl().replaceAll("/+$", "");
        this.http = HttpClient.newBuilder()
                .sslContext(tls(config))
                .connectTimeout(CONNECT_MAX)
                .build();
    }

    public static Api of(Path kubeconfig) {
        try {
            Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
            if (hasEcKey(config)) {
                // The library takes a PKCS #8 key for an RSA one unless it is told otherwise.
                config.setClientKeyAlgo("EC");
            }
            return new Api(config);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + kubeconfig, unreadable);
        }
    }

    private static boolean hasEcKey(Config config) {
        String pem = new String(Base64.getDecoder().decode(config.getClientKeyData()), StandardCharsets.UTF_8);
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        try {
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            return true;
        } catch (GeneralSecurityException otherAlgorithm) {
            return false;
        }
    }

    /** The same server and credentials for a fabric8 client. */
    Config config() {
        return config;
    }

    public Answer get(String path) {
        return get(path, JSON);
    }

    public Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    /** Without the client's certificate's rights: anonymous. */
    Answer anonymously(String path) {
        SSLContext trustOnly = tls(new io.fabric8.kubernetes.client.ConfigBuilder()
                .withMasterUrl(server)
                .withCaCertData(config.getCaCertData())
                .withCaCertFile(config.getCaCertFile())
                .withTrustCerts(config.isTrustCerts())
                .withAutoConfigure(false)
                .build());
        try (HttpClient stranger = HttpClient.newBuilder()
                .sslContext(trustOnly)
                .connectTimeout(CONNECT_MAX)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                    .timeout(REQUEST_MAX)
                    .build();
            return answer(stranger.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException failed) {
            throw new UncheckedIOException("no answer from " + server + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    public Answer create(String path, JsonNode object) {
        return send("POST", path, JSON, text(object));
    }

    public Answer update(String path, JsonNode object) {
        return send("PUT", path, JSON, text(object));
    }

    /** The path's query begins with {@code ?fieldManager=}. */
    public Answer apply(String path, JsonNode object) {
        return send("PATCH", path, APPLY, text(object));
    }

    public Answer patch(String path, String contentType, String body) {
        return send("PATCH", path, contentType, body);
    }

    public Answer delete(String path) {
        return send(request(path).header("Accept", JSON).DELETE());
    }

    public Answer delete(String path, String options) {
        return send("DELETE", path, JSON, options);
    }

    public Answer send(String method, String path, String contentType, String body) {
        return send(request(path)
                .header("Accept", JSON)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "no answer to " + request.build().method() + " "
                            + request.build().uri(),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).timeout(REQUEST_MAX);
    }

    /** @param path with {@code watch=true} in its query */
    Watch watch(String path) {
        return watch(path, JSON);
    }

    Watch watch(String path, String accept) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Accept", accept)
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new Watch(response);
        } catch (IOException failed) {
            throw new UncheckedIOException("no answer to a watch of " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    private static String text(JsonNode object) {
        return new String(ObjectJson.mapper().writeValueAsBytes(object), StandardCharsets.UTF_8);
    }

    private static SSLContext tls(Config config) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(SSLUtils.keyManagers(config), SSLUtils.trustManagers(config), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("the kubeconfig's certificates cannot be used", unusable);
        }
    }
}
