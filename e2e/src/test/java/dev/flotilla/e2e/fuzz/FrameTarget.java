package dev.flotilla.e2e.fuzz;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Opens a watch over a WebSocket and sends frames that may be none. */
final class FrameTarget implements Target {
    private static final String OPENING = "GET /api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1"
            + " HTTP/1.1\r\nHost: fuzz\r\nAuthorization: Bearer " + FuzzServer.TOKEN
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                frame(0x81, "hello"),
                frame(0x82, "\u0000\u0001"),
                frame(0x89, "ping"),
                frame(0x8A, "pong"),
                frame(0x88, "\u0003\u00e8bye"),
                frame(0x01, "part"),
                frame(0x80, "end"));
    }

    private static byte[] frame(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame = new byte[6 + bytes.length];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        return frame;
    }

    @Override
    public void attempt(byte[] input, FuzzServer server) throws IOException, Violation {
        try (Wire wire = server.connect()) {
            wire.send(OPENING.getBytes(StandardCharsets.US_ASCII));
            Optional<Wire.Answer> opened = wire.answer(false);
            if (opened.isEmpty() || opened.get().code() != 101) {
                throw new Violation("the WebSocket was not opened: " + opened);
            }
            wire.send(input);
            wire.send(frame(0x88, "\u0003\u00e8"));
            wire.drain();
        } catch (SocketException | SSLException e) {
            // the server may end the connection at any time
        }
    }
}
