package dev.flotilla.hub.proxy;

import dev.flotilla.apiserver.request.ApiResponse.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 answer to an upgrade.
 *
 * @param length of head and the blank line after it, in bytes
 */
record ResponseHead(int code, List<Header> headers, int length) {
    static final int BYTES_MAX = 64 << 10;

    ResponseHead {
        headers = List.copyOf(headers);
    }

    /**
     * @return empty if more bytes are needed
     * @throws IllegalArgumentException if this is no answer
     */
    static Optional<ResponseHead> parse(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            if (received.length > BYTES_MAX) {
                throw new IllegalArgumentException("the head of its answer is too long");
            }
            return Optional.empty();
        }
        List<String> lines = text.substring(0, end).lines().toList();
        return Optional.of(new ResponseHead(
                code(lines.getFirst()),
                lines.stream().skip(1).map(ResponseHead::header).toList(),
                end + 4));
    }

    private static int code(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new IllegalArgumentException("its answer is not HTTP/1.1");
        }
        return Integer.parseInt(parts[1]);
    }

    private static Header header(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("its answer holds a malformed header");
        }
        return new Header(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    String value(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    /** The body that follows the head, undone of its chunks; empty while it is not there whole. */
    Optional<byte[]> body(byte[] received) {
        if (value("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return chunks(new String(received, length, received.length - length, StandardCharsets.ISO_8859_1));
        }
        String stated = value("Content-Length");
        int size = stated.isEmpty() ? 0 : Math.min(Integer.parseInt(stated), BYTES_MAX);
        return received.length < length + size
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(received, length, length + size));
    }

    private static Optional<byte[]> chunks(String text) {
        List<String> whole = new ArrayList<>();
        int at = 0;
        while (true) {
            int line = text.indexOf("\r\n", at);
            if (line < 0) {
                return Optional.empty();
            }
            int size = Integer.parseInt(text.substring(at, line).split(";")[0].strip(), 16);
            if (size == 0) {
                return Optional.of(String.join("", whole).getBytes(StandardCharsets.ISO_8859_1));
            }
            if (text.length() < line + 2 + size + 2) {
                return Optional.empty();
            }
            whole.add(text.substring(line + 2, line + 2 + size));
            at = line + 2 + size + 2;
        }
    }
}
