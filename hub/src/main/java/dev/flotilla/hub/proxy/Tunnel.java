package dev.flotilla.hub.proxy;

import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ApiResponse.Header;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is upgraded, to a WebSocket or to SPDY, with the member and then with the caller; from then on
 * bytes go both ways as they come. The member is spoken to on a connection of its own, by hand, so that whatever it
 * sends right behind its consent is not lost. Everything runs on the caller's event loop.
 */
final class Tunnel {
    private final Upstreams upstreams;
    private final Inbound inbound;
    private final Gateway.Outbound outbound;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable NetSocket member;

    Tunnel(Upstreams upstreams, Inbound inbound, Gateway.Outbound outbound) {
        this.upstreams = upstreams;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    /** What the member said to the upgrade, and what came behind it. */
    @SuppressWarnings("ArrayRecordComponent") // as received, and never changed
    private record Consent(ResponseHead head, byte[] received) {
        private Buffer behind() {
            return Buffer.buffer(received).getBuffer(head.length(), received.length);
        }
    }

    void run() throws InterruptedException {
        try {
            Consent consent = consent();
            if (consent.head().code() != 101) {
                refuse(consent);
                return;
            }
            inbound.on(() -> join(consent)).get();
            ended.get();
        } catch (ExecutionException broken) {
            inbound.abort();
        } finally {
            NetSocket socket = member;
            if (socket != null) {
                var _ = socket.close();
            }
        }
    }

    private Consent consent() throws InterruptedException {
        String cluster = outbound.upstream().cluster();
        CompletableFuture<Consent> consent = inbound.on(() -> {
            inbound.request().response().closeHandler(_ -> ended.complete(null));
            MemberEndpoint.Address address = outbound.upstream().address();
            return outbound.upstream()
                    .net()
                    .connect(address.port(), address.host())
                    .compose(this::upgrade);
        });
        try {
            return consent.get(Forwarding.HEAD_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw upstreams.unreachable(cluster, Forwarding.reason(failed));
        } catch (TimeoutException _) {
            throw Forwarding.late(cluster);
        }
    }

    private Future<Consent> upgrade(NetSocket socket) {
        member = socket;
        Promise<Consent> consent = Promise.promise();
        Buffer received = Buffer.buffer();
        socket.closeHandler(_ -> consent.tryFail("it closed the connection"));
        socket.exceptionHandler(consent::tryFail);
        socket.handler(part -> {
            received.appendBuffer(part);
            try {
                ResponseHead.parse(received.getBytes())
                        .filter(head -> head.code() == 101
                                || head.body(received.getBytes()).isPresent())
                        .ifPresent(head -> {
                            socket.pause();
                            consent.tryComplete(new Consent(head, received.getBytes()));
                        });
            } catch (IllegalArgumentException malformed) {
                consent.tryFail(malformed);
            }
        });
        socket.write(request()).onFailure(consent::tryFail);
        return consent.future();
    }

    private Buffer request() {
        String upgrade = String.valueOf(inbound.request().getHeader("Upgrade"));
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Host", outbound.upstream().address().server().replaceAll("^https?://", "")));
        headers.add(new Header("Connection", "Upgrade"));
        headers.add(new Header("Upgrade", upgrade));
        headers.addAll(
                ForwardedHeaders.toMember(Forwarding.headers(inbound.request().headers())));
        headers.addAll(outbound.upstream().identity(outbound.user()));
        StringBuilder head = new StringBuilder(inbound.request().method().name())
                .append(' ')
                .append(outbound.upstream().address().root())
                .append(outbound.target())
                .append(" HTTP/1.1\r\n");
        headers.forEach(header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        return Buffer.buffer(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private Future<Void> join(Consent consent) {
        HttpServerResponse response = inbound.request().response();
        for (Header header : consent.head().headers()) {
            response.headers().add(header.name(), header.value());
        }
        return inbound.request().toNetSocket().compose(caller -> {
            NetSocket socket = Objects.requireNonNull(member);
            caller.pause();
            caller.closeHandler(_ -> ended.complete(null));
            socket.closeHandler(_ -> ended.complete(null));
            Future<Void> first =
                    consent.behind().length() == 0 ? Future.succeededFuture() : caller.write(consent.behind());
            return first.onSuccess(_ -> pipe(caller, socket));
        });
    }

    private void pipe(NetSocket caller, NetSocket socket) {
        caller.pipeTo(socket).onComplete(_ -> ended.complete(null));
        socket.pipeTo(caller).onComplete(_ -> ended.complete(null));
    }

    private void refuse(Consent consent) {
        List<Header> headers =
                ForwardedHeaders.toCaller(
                                consent.head().headers(),
                                outbound.prefix(),
                                outbound.upstream().address().server())
                        .stream()
                        .filter(header -> !header.name().equalsIgnoreCase("Content-Length"))
                        .toList();
        Optional<byte[]> body = consent.head().body(consent.received());
        inbound.answer(new ApiResponse.Whole(consent.head().code(), headers, body.orElse(new byte[0])));
    }
}
