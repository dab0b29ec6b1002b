package dev.flotilla.apiserver.outbound;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.store.ObjectJson;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts reviews to webhooks and waits for what they say, on the caller's virtual thread. Connections are kept and
 * shared by all who believe the same authority; redirects are not followed; an answer has a largest size. Thread-safe.
 */
public final class WebhookClient implements AutoCloseable {
    private static final String NO_OBJECT = "json: cannot unmarshal string into Go value of type struct { APIVersion"
            + " string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private final Vertx vertx;
    private final Connections connections;

    public WebhookClient(Vertx vertx) {
        this.vertx = vertx;
        this.connections = new Connections(vertx);
    }

    private record Answer(int code, String contentType, Buffer body) {}

    /**
     * Whom to ask, and how long and how much to wait for.
     *
     * @param caBundle PEM, base64-encoded; empty for the authorities that Java itself knows
     * @param timeoutSeconds as the webhook is told
     * @param left until the answer must be there
     * @param answerBytesMax beyond which an answer is none
     */
    public record Call(Target target, String caBundle, int timeoutSeconds, Duration left, int answerBytesMax) {}

    /** @return what stands in an answer of success */
    public JsonNode post(Call call, ObjectNode review) throws CallFailure, InterruptedException {
        Target target = call.target();
        String query = "?timeout=" + call.timeoutSeconds() + "s";
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(true)
                .setHost(target.host())
                .setPort(target.port())
                .setURI(target.path() + query)
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, */*")
                .putHeader("User-Agent", "kube-apiserver-admission");
        target.address()
                .ifPresent(address -> options.setServer(SocketAddress.inetSocketAddress(target.port(), address)));
        AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        try {
            Buffer body = Buffer.buffer(ObjectJson.mapper().writeValueAsBytes(review));
            HttpClient client = connections.trusting(call.caBundle());
            Promise<Answer> answer = Promise.promise();
            vertx.getOrCreateContext()
                    .runOnContext(_ -> client.request(options)
                            .compose(request -> {
                                sent.set(request);
                                return request.send(body).compose(response -> whole(response, call.answerBytesMax()));
                            })
                            .onComplete(answer));
            return read(answer.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(Math.max(1, call.left().toNanos()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw failed(target.url() + query, GoNetworkError.text(e.getCause(), target));
        } catch (TimeoutException _) {
            HttpClientRequest pending = sent.get();
            if (pending != null) {
                pending.reset();
            }
            throw failed(target.url() + query, "context deadline exceeded");
        } catch (IllegalArgumentException e) {
            throw new CallFailure("could not get REST client: " + e.getMessage());
        }
    }

    private static CallFailure failed(String url, String why) {
        return CallFailure.calling("Post \"" + url + "\": " + why);
    }

    private static Future<Answer> whole(HttpClientResponse response, int bytesMax) {
        Promise<Answer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            body.appendBuffer(chunk);
            if (body.length() > bytesMax) {
                whole.tryFail("the answer has more than " + bytesMax + " bytes");
                response.request().reset();
            }
        });
        response.exceptionHandler(whole::tryFail);
        String type = Optional.ofNullable(response.getHeader("Content-Type")).orElse("");
        response.endHandler(_ -> whole.tryComplete(new Answer(response.statusCode(), type, body)));
        return whole.future();
    }

    private static JsonNode read(Answer answer) throws CallFailure {
        byte[] body = answer.body().getBytes();
        if (answer.code() < 200 || answer.code() > 206) {
            throw CallFailure.calling(GoNetworkError.status(
                    answer.code(), answer.contentType(), answer.body().toString()));
        }
        Optional<String> complaint = complaint(body);
        if (complaint.isPresent()) {
            throw CallFailure.calling("couldn't get version/kind; json parse error: " + complaint.get());
        }
        try {
            return ObjectJson.mapper().readTree(body);
        } catch (JacksonException e) {
            throw CallFailure.calling(String.valueOf(e.getOriginalMessage()));
        }
    }

    /** What does not begin as an object is plain text to a kube-apiserver. */
    private static Optional<String> complaint(byte[] body) {
        boolean object = new String(body, StandardCharsets.UTF_8).strip().startsWith("{");
        return object ? Decoder.objectComplaint(body) : Optional.of(NO_OBJECT);
    }

    @Override
    public void close() {
        connections.close();
    }
}
