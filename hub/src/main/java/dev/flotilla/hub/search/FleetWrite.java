package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes an object in the member that has it: the body loses what the fleet's view had put into it. */
final class FleetWrite {
    static final int BODY_BYTES_MAX = 3 << 20;
    private static final int BODY_SECONDS_MAX = 30;

    private final Members members;
    private final FleetQuestion question;
    private final ApiRequest request;
    private final String cluster;

    FleetWrite(Members members, FleetQuestion question, ApiRequest request, String cluster) {
        this.members = members;
        this.question = question;
        this.request = request;
        this.cluster = cluster;
    }

    void run(Inbound inbound) throws InterruptedException {
        byte[] body = restored(body(inbound));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", question.accept());
        request.header("content-type").ifPresent(type -> headers.put("Content-Type", type));
        request.header("user-agent").ifPresent(agent -> headers.put("User-Agent", agent));
        Reply reply = members.ask(
                cluster,
                new Members.Question(
                        HttpMethod.valueOf(request.method()),
                        question.target(Map.of()),
                        headers,
                        body,
                        question.user()));
        inbound.answer(whole(inbound, reply));
    }

    private ApiResponse.Whole whole(Inbound inbound, Reply reply) {
        ApiResponse.Whole whole = switch (reply) {
            case Reply.Found found -> {
                if (found.tree().has("metadata")
                        && !found.tree().path("kind").asString("").equals("Status")) {
                    Provenance.mark(found.tree(), cluster);
                }
                yield ApiResponse.json(found.code(), found.tree());
            }
            case Reply.Refused refused -> ApiResponse.json(refused.code(), refused.status());
            case Reply.Away away -> {
                StatusError error = StatusError.unavailable(
                        "cluster \"" + cluster + "\" did not answer, whether it has done this is unknown: "
                                + away.reason(),
                        1);
                yield ApiResponse.json(error.code(), error.toJson());
            }
        };
        for (ApiResponse.Header header : inbound.headers()) {
            whole = whole.with(header.name(), header.value());
        }
        return whole;
    }

    private static byte[] body(Inbound inbound) throws InterruptedException {
        Buffer body = Buffer.buffer();
        Promise<byte[]> whole = Promise.promise();
        var read = inbound.on(() -> {
            inbound.request().handler(part -> {
                if (body.length() + part.length() > BODY_BYTES_MAX) {
                    whole.tryFail("too large");
                } else {
                    body.appendBuffer(part);
                }
            });
            inbound.request().endHandler(_ -> whole.tryComplete(body.getBytes()));
            inbound.request().exceptionHandler(whole::tryFail);
            inbound.request().resume();
            return whole.future();
        });
        try {
            return read.get(BODY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException tooLarge) {
            throw StatusError.tooLarge(BODY_BYTES_MAX).exception();
        } catch (TimeoutException late) {
            throw StatusError.badRequest("the request's body did not come within " + BODY_SECONDS_MAX + " s")
                    .exception();
        }
    }

    /** JSON is restored; a patch in another language, which names no version by itself, passes as it is. */
    private byte[] restored(byte[] body) {
        if (body.length == 0 || body[0] != '{') {
            return body;
        }
        try {
            JsonNode tree = ObjectJson.mapper().readTree(body);
            if (!(tree instanceof ObjectNode object)) {
                return body;
            }
            Provenance.unmark(object, cluster);
            if (object.path("preconditions") instanceof ObjectNode preconditions) {
                FleetPosition.read(preconditions.path("resourceVersion").asString(""))
                        .ifPresent(position -> preconditions.put("resourceVersion", position.version(cluster)));
            }
            return ObjectJson.mapper().writeValueAsBytes(object);
        } catch (JacksonException malformed) {
            return body;
        }
    }
}
