package dev.flotilla.simulator.container;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code pods/portforward}: SPDY/3.1 inside a WebSocket. On every port that a container names, or on all if
 * none names any, a small HTTP server says which pod it is.
 */
public final class PortForwardAnswer implements ResourceRequest.Answer {
    private static final int REQUEST_BYTES_MAX = 64 << 10;

    private final ObjectStore store;

    public PortForwardAnswer(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        StoredObject pod = Container.find(store.snapshot(), request.key());
        ObjectNode tree = pod.tree();
        if (!tree.at("/status/phase").asString("").equals("Running")) {
            throw StatusError.badRequest("unable to forward port because pod is not running. Current status="
                            + tree.at("/status/phase").asString("Pending"))
                    .exception();
        }
        if (!request.http().webSocket()) {
            throw StatusError.badRequest(
                            "this cluster forwards ports over WebSockets alone; take kubectl 1.31 or newer")
                    .exception();
        }
        return new ApiResponse.Relay(List.of(), inbound -> forward(inbound, tree));
    }

    private static void forward(Inbound inbound, ObjectNode pod) throws InterruptedException {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try {
            inbound.on(() -> inbound.request().toWebSocket().map(socket -> {
                        Ports ports = new Ports(pod);
                        SpdySession session = new SpdySession(ports, bytes -> {
                            var _ = socket.writeBinaryMessage(Buffer.buffer(bytes));
                        });
                        ports.session = session;
                        socket.binaryMessageHandler(message -> session.received(message.getBytes()));
                        socket.closeHandler(_ -> {
                            session.close();
                            closed.complete(null);
                        });
                        return socket;
                    }))
                    .get();
            closed.get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("the upgrade failed", refused);
        }
    }

    /** The pod's ports: each connection is two streams with the same requestID, one for data and one for errors. */
    private static final class Ports implements SpdySession.Acceptor {
        private final ObjectNode pod;
        private final Map<String, Integer> errors = new HashMap<>();
        private @Nullable SpdySession session;

        Ports(ObjectNode pod) {
            this.pod = pod;
        }

        @Override
        public Optional<SpdySession.Stream> open(int id, Map<String, String> headers) {
            String request = headers.getOrDefault("requestid", "");
            if (headers.getOrDefault("streamtype", "").equals("error")) {
                errors.put(request, id);
                return Optional.of(new Silent());
            }
            int port = Integer.parseInt(headers.getOrDefault("port", "0"));
            return Optional.of(new Connection(id, request, port));
        }

        private SpdySession session() {
            return Objects.requireNonNull(session);
        }

        private record Silent() implements SpdySession.Stream {
            @Override
            public void received(byte[] data) {}

            @Override
            public void ended() {}
        }

        private final class Connection implements SpdySession.Stream {
            private final int id;
            private final String request;
            private final int port;
            private final StringBuilder received = new StringBuilder();

            Connection(int id, String request, int port) {
                this.id = id;
                this.request = request;
                this.port = port;
            }

            @Override
            public void received(byte[] data) {
                if (!Container.listens(pod, port)) {
                    end("failed to connect to localhost:" + port + " inside the pod's network namespace:"
                            + " connection refused");
                    return;
                }
                received.append(new String(data, StandardCharsets.ISO_8859_1));
                int end;
                while ((end = received.indexOf("\r\n\r\n")) >= 0) {
                    received.delete(0, end + 4);
                    session().send(id, answer(), false);
                }
                if (received.length() > REQUEST_BYTES_MAX) {
                    end("");
                }
            }

            @Override
            public void ended() {
                end("");
            }

            private void end(String why) {
                Integer error = errors.remove(request);
                if (error != null) {
                    session().send(error, why.getBytes(StandardCharsets.UTF_8), true);
                    session().send(id, new byte[0], true);
                }
            }

            private byte[] answer() {
                String name = pod.at("/metadata/name").asString("") + "\n";
                return ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + name.length() + "\r\n\r\n"
                                + name)
                        .getBytes(StandardCharsets.UTF_8);
            }
        }
    }
}
