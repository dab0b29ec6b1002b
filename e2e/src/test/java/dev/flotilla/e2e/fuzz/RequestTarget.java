package dev.flotilla.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts an input somewhere into a request that is otherwise sound. It keeps its connection: one thread may use it. */
final class RequestTarget implements Target {
    private final String name;
    private final List<byte[]> seeds;
    private final Shape shape;
    private @Nullable Wire kept;

    RequestTarget(String name, List<byte[]> seeds, Shape shape) {
        this.name = name;
        this.seeds = List.copyOf(seeds);
        this.shape = shape;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }

    /** A request line's method and target, a body and its type. */
    @SuppressWarnings("ArrayRecordComponent") // sent at once
    record Request(String method, String path, String type, byte[] body) {
        byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String head = method + " " + path + " HTTP/1.1\r\nHost: fuzz\r\nAuthorization: Bearer " + FuzzServer.TOKEN
                    + "\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                    + "Content-Length: " + body.length + "\r\n\r\n";
            out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            return out.toByteArray();
        }
    }

    interface Shape {
        Request around(byte[] input);
    }

    @Override
    public void attempt(byte[] input, FuzzServer server) throws IOException, Violation {
        Request request = shape.around(input);
        Wire wire = kept == null ? server.connect() : kept;
        kept = null;
        wire.send(request.bytes());
        Optional<Wire.Answer> answer = wire.answer(request.method().equals("HEAD"));
        if (answer.isEmpty()) {
            wire.close();
            throw new Violation("the connection ended without an answer");
        }
        if (answer.get().open()) {
            kept = wire;
        } else {
            wire.close();
        }
        Judge.check(answer.get());
    }
}
