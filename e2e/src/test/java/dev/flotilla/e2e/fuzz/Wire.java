package dev.flotilla.e2e.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One connection on which anything can be said; it reads answers of HTTP/1.1. */
final class Wire implements AutoCloseable {
    static final int PATIENCE_MS = 30_000;
    private static final int LINE_BYTES_MAX = 64 << 10;

    /** To a request of no known protocol the library answers in the same, whose number may have overflowed. */
    private static final Pattern STATUS = Pattern.compile("\\S+/[0-9.-]+ ([0-9]{3}).*");

    /**
     * @param body empty if it goes on without end
     * @param open whether another request may follow
     */
    record Answer(int code, String type, Optional<byte[]> body, boolean open) {
        String text() {
            return new String(body.orElse(new byte[0]), StandardCharsets.UTF_8);
        }
    }

    private final SSLSocket socket;
    private final InputStream in;

    Wire(SSLSocketFactory sockets, int port) throws IOException {
        socket = (SSLSocket) sockets.createSocket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void noMore() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * @param head the answer is to HEAD
     * @return empty if the connection ended instead
     * @throws Violation if nothing comes
     */
    Optional<Answer> answer(boolean head) throws IOException, Violation {
        try {
            Optional<String> status = line();
            return status.isEmpty() ? Optional.empty() : Optional.of(rest(status.get(), head));
        } catch (SocketTimeoutException e) {
            throw new Violation("no answer within " + PATIENCE_MS + " ms");
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private Answer rest(String status, boolean head) throws IOException, Violation {
        Matcher first = STATUS.matcher(status);
        if (!first.matches()) {
            throw new Violation("no status line: " + status);
        }
        int code = Integer.parseInt(first.group(1));
        int length = -1;
        boolean chunked = false;
        boolean close = !status.startsWith("HTTP/1.1");
        String type = "";
        for (String line = line().orElse(""); !line.isEmpty(); line = line().orElse("")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("content-type:")) {
                type = lower.substring(13).strip();
            }
            chunked |= lower.startsWith("transfer-encoding:");
            close |= lower.equals("connection: close");
        }
        if (code == 100) {
            return answer(head).orElseThrow(EOFException::new);
        }
        if (head || code == 204 || code == 304 || (length < 0 && !chunked && !close)) {
            return new Answer(code, type, Optional.of(new byte[0]), !close);
        }
        if (chunked) {
            return new Answer(code, type, Optional.empty(), false);
        }
        byte[] body = length < 0 ? in.readAllBytes() : in.readNBytes(length);
        if (length >= 0 && body.length < length) {
            throw new Violation("the body of " + length + " bytes ends after " + body.length);
        }
        return new Answer(code, type, Optional.of(body), !close);
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > LINE_BYTES_MAX) {
                return Optional.empty();
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
    }

    /** Reads until the other side ends. */
    void drain() throws IOException, Violation {
        try {
            while (in.read() >= 0) {
                // what comes does not matter
            }
        } catch (SocketTimeoutException e) {
            throw new Violation("the connection is still open after " + PATIENCE_MS + " ms");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
