package dev.flotilla.hub.proxy;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse.Header;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request without an upgrade, and its answer: both flow, as fast as the slower side takes them. */
final class Forwarding {
    /** As long as a kube-apiserver takes for anything that is not a stream. */
    static final int HEAD_SECONDS_MAX = 60;

    private final Upstreams upstreams;
    private final Inbound inbound;
    private final Gateway.Outbound outbound;
    private volatile @Nullable HttpClientRequest sent;

    Forwarding(Upstreams upstreams, Inbound inbound, Gateway.Outbound outbound) {
        this.upstreams = upstreams;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    void run() throws InterruptedException {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        try {
            HttpClientResponse head = head(gone);
            CompletableFuture.anyOf(inbound.on(() -> answer(head)), gone).get();
        } catch (ExecutionException | CompletionException failed) {
            // The answer has begun and cannot be completed: it must not look complete.
            inbound.abort();
        } finally {
            HttpClientRequest request = sent;
            if (gone.isDone() && request != null) {
                var _ = request.reset();
            }
        }
    }

    private HttpClientResponse head(CompletableFuture<Void> gone) throws InterruptedException {
        CompletableFuture<HttpClientResponse> head = inbound.on(() -> {
            inbound.request().response().closeHandler(_ -> gone.complete(null));
            inbound.request().response().exceptionHandler(_ -> gone.complete(null));
            return outbound.upstream()
                    .http()
                    .request(outbound.upstream().request(inbound.request().method(), outbound.target()))
                    .compose(this::send);
        });
        try {
            var _ = CompletableFuture.anyOf(head, gone).get(HEAD_SECONDS_MAX, TimeUnit.SECONDS);
            if (!head.isDone()) {
                throw StatusError.unavailable("the caller is gone", 1).exception();
            }
            return head.get();
        } catch (ExecutionException failed) {
            throw upstreams.unreachable(outbound.upstream().cluster(), reason(failed));
        } catch (TimeoutException _) {
            gone.complete(null);
            throw late(outbound.upstream().cluster());
        }
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        sent = request;
        HttpServerRequest from = inbound.request();
        ForwardedHeaders.toMember(headers(from.headers()))
                .forEach(header -> request.headers().add(header.name(), header.value()));
        outbound.upstream()
                .identity(outbound.user())
                .forEach(header -> request.headers().add(header.name(), header.value()));
        if (bodiless(from)) {
            from.resume();
            return request.send().map(Forwarding::paused);
        }
        return request.send(from).map(Forwarding::paused);
    }

    private static HttpClientResponse paused(HttpClientResponse response) {
        response.pause();
        return response;
    }

    private static boolean bodiless(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        boolean read =
                request.method().name().equals("GET") || request.method().name().equals("HEAD");
        return "0".equals(length) || (length == null && !chunked && read);
    }

    private Future<Void> answer(HttpClientResponse from) {
        HttpServerResponse to = inbound.request().response();
        to.setStatusCode(from.statusCode());
        ForwardedHeaders.toCaller(
                        headers(from.headers()),
                        outbound.prefix(),
                        outbound.upstream().address().server())
                .forEach(header -> to.headers().add(header.name(), header.value()));
        for (Header header : inbound.headers()) {
            if (!to.headers().contains(header.name())) {
                to.headers().add(header.name(), header.value());
            }
        }
        boolean head = inbound.request().method().name().equals("HEAD");
        if (head || from.statusCode() == 204 || from.statusCode() == 304) {
            from.resume();
            return to.end();
        }
        if (!to.headers().contains("Content-Length")) {
            to.setChunked(true);
        }
        return to.writeHead().compose(_ -> from.pipeTo(to));
    }

    static List<Header> headers(Iterable<Map.Entry<String, String>> entries) {
        List<Header> headers = new ArrayList<>();
        entries.forEach(entry -> headers.add(new Header(entry.getKey(), entry.getValue())));
        return headers;
    }

    static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }

    static RuntimeException late(String cluster) {
        return new StatusError(
                        504,
                        "Timeout",
                        "cluster \"" + cluster + "\" did not begin to answer within " + HEAD_SECONDS_MAX
                                + " s; ask it again, or look at it with kubectl get clusters",
                        Optional.empty())
                .exception();
    }
}
