package dev.flotilla.simulator;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.simulator.fault.Fault;
import dev.flotilla.simulator.object.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulator's own controls, plain HTTP on 127.0.0.1, for whoever can read the token's file:
 *
 * <pre>
 *   GET  /clusters
 *   POST /clusters/{name}/fault    {kind: unreachable|slow|erroring|none, latencyMs?, status?, ratio?}
 *   POST /regions/{region}/fault
 * </pre>
 *
 * A POST answers when the clusters behave as asked, with those it concerned. Refusals are Kubernetes Status objects.
 */
final class AdminEndpoint implements AutoCloseable {
    private static final int BODY_BYTES_MAX = 64 << 10;

    private final Vertx vertx;
    private final Fleet fleet;
    private final byte[] authorization;
    private final HttpServer server;

    private record Answer(int code, JsonNode body) {}

    private AdminEndpoint(Vertx vertx, Fleet fleet, String token, int port) {
        this.vertx = vertx;
        this.fleet = fleet;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::accept)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static AdminEndpoint start(Vertx vertx, Fleet fleet, String token, int port) {
        return new AdminEndpoint(vertx, fleet, token, port);
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void accept(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > BODY_BYTES_MAX) {
                request.connection().close();
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> vertx.executeBlocking(() -> answer(request, body.getBytes()), false)
                .onSuccess(answer -> request.response()
                        .setStatusCode(answer.code())
                        .putHeader("Content-Type", "application/json")
                        .end(Buffer.buffer(ObjectJson.mapper().writeValueAsBytes(answer.body())))));
    }

    private Answer answer(HttpServerRequest request, byte[] body) {
        try {
            if (!authorized(request)) {
                throw new StatusError(401, "Unauthorized", "Unauthorized", Optional.empty()).exception();
            }
            return new Answer(200, route(request.method().name(), request.path(), body));
        } catch (StatusException refused) {
            return new Answer(refused.status().code(), refused.status().toJson());
        } catch (JacksonException malformed) {
            StatusError status = StatusError.badRequest("the body is not JSON: " + malformed.getOriginalMessage());
            return new Answer(status.code(), status.toJson());
        } catch (RuntimeException failed) {
            StatusError status = StatusError.internal(String.valueOf(failed.getMessage()));
            return new Answer(status.code(), status.toJson());
        }
    }

    private boolean authorized(HttpServerRequest request) {
        String given = request.getHeader("Authorization");
        return given != null && MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode route(String method, @Nullable String asked, byte[] body) {
        String path = asked == null || asked.isEmpty() ? "/" : asked;
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (method.equals("GET") && path.equals("/clusters")) {
            return described(List.copyOf(fleet.clusters()));
        }
        if (method.equals("POST") && parts.size() == 3 && parts.get(2).equals("fault")) {
            List<SimulatedCluster> meant = meant(parts.get(0), parts.get(1));
            Fleet.set(meant, Fault.of(ObjectJson.parse(body)));
            return described(meant);
        }
        throw StatusError.notFound(new GroupResource("simulator.flotilla.dev", "paths"), path)
                .exception();
    }

    private List<SimulatedCluster> meant(String collection, String name) {
        List<SimulatedCluster> found = switch (collection) {
            case "clusters" ->
                fleet.named(name).stream()
                        .filter(cluster -> cluster.name().equals(name))
                        .toList();
            case "regions" -> fleet.inRegion(name);
            default -> List.of();
        };
        if (found.isEmpty()) {
            String plural = collection.equals("regions") ? "regions" : "clusters";
            throw StatusError.notFound(new GroupResource("simulator.flotilla.dev", plural), name)
                    .exception();
        }
        return found;
    }

    private static ArrayNode described(List<SimulatedCluster> clusters) {
        ArrayNode all = ObjectJson.mapper().createArrayNode();
        for (SimulatedCluster cluster : clusters) {
            ObjectNode one = all.addObject()
                    .put("name", cluster.name())
                    .put("region", cluster.region())
                    .put("endpoint", cluster.url())
                    .put("nodes", cluster.snapshot().count(Kind.NODE.resource()))
                    .put("pods", cluster.snapshot().count(Kind.POD.resource()));
            one.set("fault", cluster.fault().toJson());
        }
        return all;
    }
}
