package dev.flotilla.propagation.member;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A member over a fabric8 client: its TLS, credentials and connections, and its own HTTP layer, so that manifests go
 * out and objects come in as JSON and no thread waits.
 */
final class Fabric8Member implements MemberClient {
    private static final String FIELD_MANAGER = "flotilla";
    private static final String JSON = "application/json";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final long REQUEST_SECONDS_MAX = 10;

    private final KubernetesClient client;
    private final HttpClient http;
    private final String server;
    private final Vertx vertx;
    private final Executor executor;

    Fabric8Member(KubernetesClient client, Vertx vertx, Executor executor) {
        this.client = client;
        this.http = client.getHttpClient();
        this.server = client.getMasterUrl().toString().replaceAll("/+$", "");
        this.vertx = vertx;
        this.executor = executor;
    }

    @Override
    public CompletionStage<MemberReply> read(String path) {
        return send(request(path).build());
    }

    @Override
    public CompletionStage<MemberReply> get(MemberTarget target) {
        return read(target.path());
    }

    @Override
    public CompletionStage<MemberReply> create(MemberTarget target, ObjectNode manifest) {
        String path = target.collectionPath() + "?fieldManager=" + FIELD_MANAGER;
        return send(request(path)
                .post(JSON, ObjectJson.mapper().writeValueAsBytes(manifest))
                .build());
    }

    @Override
    public CompletionStage<MemberReply> apply(MemberTarget target, ObjectNode manifest, boolean force) {
        String path = target.path() + "?fieldManager=" + FIELD_MANAGER + "&force=" + force;
        return send(request(path)
                .method("PATCH", APPLY, ObjectJson.mapper().writeValueAsString(manifest))
                .build());
    }

    @Override
    public CompletionStage<MemberReply> jsonPatch(MemberTarget target, JsonNode operations) {
        return send(request(target.path() + "?fieldManager=" + FIELD_MANAGER)
                .method("PATCH", JSON_PATCH, ObjectJson.mapper().writeValueAsString(operations))
                .build());
    }

    @Override
    public CompletionStage<MemberReply> delete(MemberTarget target, String uid, String resourceVersion) {
        ObjectNode options = ObjectJson.mapper().createObjectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", "Background");
        options.putObject("preconditions").put("uid", uid).put("resourceVersion", resourceVersion);
        return send(request(target.path())
                .method("DELETE", JSON, ObjectJson.mapper().writeValueAsString(options))
                .build());
    }

    @Override
    public Following follow(MemberKind kind, String labelSelector, MemberWatcher watcher) {
        String query = "labelSelector=" + URLEncoder.encode(labelSelector, StandardCharsets.UTF_8);
        Reflector reflector = new Reflector(
                new Reflector.Source(http, server + kind.collectionPath(""), query), kind, watcher, vertx, executor);
        reflector.start();
        return reflector;
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return http.newHttpRequestBuilder().uri(server + path).timeout(REQUEST_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private CompletionStage<MemberReply> send(HttpRequest request) {
        return http.sendAsync(request, byte[].class)
                .handle((response, failure) ->
                        failure == null ? reply(response) : new MemberReply.Unreachable(Failures.rootOf(failure)));
    }

    private static MemberReply reply(HttpResponse<byte[]> response) {
        int code = response.code();
        if (response.isSuccessful()) {
            return new MemberReply.Done(object(response.body()));
        }
        ObjectNode status = object(response.body());
        String message = status.path("message").asString("HTTP " + code);
        return switch (code) {
            case 404 -> new MemberReply.NotFound(message);
            case 409 ->
                status.path("reason").asString("").equals("AlreadyExists")
                        ? new MemberReply.Exists(message)
                        : new MemberReply.Conflict(message);
            case 429 -> new MemberReply.Busy(code, message);
            default -> code >= 500 ? new MemberReply.Busy(code, message) : new MemberReply.Rejected(code, message);
        };
    }

    private static ObjectNode object(byte[] body) {
        try {
            return ObjectJson.parse(body);
        } catch (JacksonException | IllegalArgumentException notAnObject) {
            return ObjectJson.mapper()
                    .createObjectNode()
                    .put("message", new String(body, StandardCharsets.UTF_8).strip());
        }
    }
}
