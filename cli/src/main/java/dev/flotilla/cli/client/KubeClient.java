package dev.flotilla.cli.client;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests to one Kubernetes API, one after the other. */
public final class KubeClient implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(30);

    private final Kubeconfig kubeconfig;
    private final Duration requestMax;
    private final HttpClient http;

    public KubeClient(Kubeconfig kubeconfig) {
        this(kubeconfig, REQUEST_MAX);
    }

    /** @param requestMax how long an answer is waited for */
    public KubeClient(Kubeconfig kubeconfig, Duration requestMax) {
        this.kubeconfig = kubeconfig;
        this.requestMax = requestMax;
        this.http = HttpClient.newBuilder()
                .sslContext(ClientTls.context(kubeconfig))
                .connectTimeout(CONNECT_MAX)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * An answer of any status.
     *
     * @param warnings the server's, as its headers have them
     */
    public record Answer(int status, JsonNode body, List<String> warnings) {
        public Answer {
            warnings = List.copyOf(warnings);
        }

        public boolean ok() {
            return status < 300;
        }

        /** What the server says went wrong. */
        public String message() {
            return body.path("message").asString("HTTP " + status);
        }
    }

    /** @return empty if there is no such object */
    public Optional<ObjectNode> get(String path) {
        Answer answer = send("GET", path, Optional.empty(), "application/json");
        if (answer.status() == 404) {
            return Optional.empty();
        }
        return Optional.of((ObjectNode) expect(answer, "GET", path).body());
    }

    /** Server-side apply, taking over fields that others hold. */
    public ObjectNode apply(String path, ObjectNode object) {
        String query = path + "?fieldManager=flotilla-cli&force=true";
        return (ObjectNode)
                expect(send("PATCH", query, Optional.of(object), "application/apply-patch+yaml"), "apply", path)
                        .body();
    }

    /** @return whether there was anything to delete */
    public boolean delete(String path) {
        Answer answer = send("DELETE", path, Optional.empty(), "application/json");
        if (answer.status() == 404) {
            return false;
        }
        expect(answer, "DELETE", path);
        return true;
    }

    /**
     * Copies an answer's body as it comes, however long that takes.
     *
     * @throws UserError if the server refuses or the answer breaks off
     */
    public void download(String path, OutputStream into) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(kubeconfig.server() + path))
                .header("Accept", "*/*")
                .header("User-Agent", "flotilla");
        kubeconfig.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new UserError("GET " + path + ": "
                            + parse(body.readAllBytes()).path("message").asString("HTTP " + response.statusCode()));
                }
                body.transferTo(into);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        } catch (IOException failed) {
            throw new UserError(kubeconfig.server() + " could not be asked: " + failed, failed);
        }
    }

    /** Asks for something to be done. */
    public ObjectNode post(String path) {
        return (ObjectNode) expect(send("POST", path, Optional.empty(), "application/json"), "POST", path)
                .body();
    }

    /** A plain-text page, as {@code /metrics} is. */
    public String text(String path) {
        HttpResponse<byte[]> response = exchange("GET", path, Optional.empty(), "application/json", "*/*");
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /**
     * Follows a watch until it is closed or ends.
     *
     * @param path with {@code watch=true} in its query
     * @param onEvent called with each event, on a thread of its own
     * @return ends the watch
     */
    public AutoCloseable follow(String path, Consumer<JsonNode> onEvent) {
        return followLines(path, line -> onEvent.accept(ObjectJson.mapper().readTree(line)), () -> {});
    }

    /**
     * The same for whoever has no need of most events and would rather not pay for reading them.
     *
     * @param onEnd called on the same thread when nothing more comes, whoever has ended the watch
     */
    public AutoCloseable followLines(String path, Consumer<String> onLine, Runnable onEnd) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(kubeconfig.server() + path)).header("Accept", "application/json");
        kubeconfig.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new UserError("watch " + path + ": "
                        + parse(response.body().readAllBytes()).path("message").asString(""));
            }
            Thread.startVirtualThread(() -> {
                read(response.body(), onLine);
                onEnd.run();
            });
            return response.body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        } catch (IOException failed) {
            throw new UserError(kubeconfig.server() + " could not be watched: " + failed.getMessage(), failed);
        }
    }

    private static void read(InputStream stream, Consumer<String> onLine) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine.accept(line);
            }
        } catch (IOException closed) {
            // Whoever closes the watch ends it like this.
        }
    }

    public Answer send(String method, String path, Optional<JsonNode> body, String contentType) {
        HttpResponse<byte[]> response = exchange(method, path, body, contentType, "application/json");
        return new Answer(
                response.statusCode(),
                parse(response.body()),
                response.headers().allValues("Warning"));
    }

    private HttpResponse<byte[]> exchange(
            String method, String path, Optional<JsonNode> body, String contentType, String accept) {
        HttpRequest.BodyPublisher publisher = body.map(json -> HttpRequest.BodyPublishers.ofByteArray(
                        ObjectJson.mapper().writeValueAsBytes(json)))
                .orElseGet(HttpRequest.BodyPublishers::noBody);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(kubeconfig.server() + path))
                .timeout(requestMax)
                .header("Accept", accept)
                .header("User-Agent", "flotilla")
                .method(method, publisher);
        body.ifPresent(_ -> request.header("Content-Type", contentType));
        kubeconfig.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        } catch (ConnectException refused) {
            throw new UserError("nothing answers at " + kubeconfig.server() + "; is it running?", refused);
        } catch (IOException failed) {
            throw new UserError(
                    kubeconfig.server() + " could not be asked: "
                            + (failed.getMessage() == null ? failed.toString() : failed.getMessage()),
                    failed);
        }
    }

    private static Answer expect(Answer answer, String verb, String path) {
        if (answer.ok()) {
            return answer;
        }
        throw new UserError(verb + " " + path + ": " + answer.message());
    }

    private static JsonNode parse(byte[] body) {
        try {
            return ObjectJson.mapper().readTree(body);
        } catch (JacksonException notJson) {
            return ObjectJson.mapper()
                    .createObjectNode()
                    .put("message", new String(body, StandardCharsets.UTF_8).strip());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
