package dev.flotilla.apiserver;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;

/** Speaks to a server as a client without a library would. */
final class HttpsClient {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String url;
    private final HttpClient http;
    private final Optional<String> token;

    HttpsClient(String url, CertificateAuthority authority, Optional<String> token) {
        this.url = url;
        this.token = token;
        this.http = HttpClient.newBuilder().sslContext(trusting(authority)).build();
    }

    /** A client of the JDK's that trusts the authority. */
    static HttpClient trustingClient(CertificateAuthority authority) {
        return HttpClient.newBuilder().sslContext(trusting(authority)).build();
    }

    /** What came back. */
    record Answer(int code, HttpResponse<byte[]> response) {
        JsonNode json() {
            return ObjectJson.mapper().readTree(response.body());
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String message() {
            return json().path("message").asString("");
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer delete(String path, String options) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString(options)));
    }

    Answer post(String path, String body) {
        return send("POST", path, "application/json", body);
    }

    Answer put(String path, String body) {
        return send("PUT", path, "application/json", body);
    }

    Answer patch(String path, String type, String body) {
        return send("PATCH", path, type, body);
    }

    Answer send(String method, String path, String type, String body) {
        return send(
                request(path).header("Content-Type", type).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The events of a watch, as they come; the stream is to be closed. */
    Stream<JsonNode> watch(String path) {
        try {
            HttpResponse<Stream<String>> response =
                    http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("watch refused: " + response.statusCode());
            }
            return response.body().map(line -> ObjectJson.mapper().readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The frames of a watch over a WebSocket. */
    Iterator<JsonNode> webSocket(String path) {
        BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        token.ifPresent(each -> builder.header("Authorization", "Bearer " + each));
        builder.buildAsync(URI.create(url.replace("https:", "wss:") + path), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            frames.add(ObjectJson.mapper().readTree(text.toString()));
                            text.setLength(0);
                        }
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                })
                .join();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public JsonNode next() {
                try {
                    JsonNode frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    if (frame == null) {
                        throw new AssertionError("no frame within " + PATIENCE);
                    }
                    return frame;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
        token.ifPresent(each -> builder.header("Authorization", "Bearer " + each));
        return builder;
    }

    private static SSLContext trusting(CertificateAuthority authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", Pem.certificate(authority.certificatePem()));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
