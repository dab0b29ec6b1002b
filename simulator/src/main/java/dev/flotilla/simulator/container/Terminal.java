package dev.flotilla.simulator.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The line discipline of a terminal: what is typed is shown and handed on by the line, and lines end as screens like.
 */
final class Terminal {
    private static final int END_OF_INPUT = 4;
    private static final int ERASE = 0x7f;

    private Terminal() {}

    static Streams streams(InputStream typed, OutputStream screen) {
        OutputStream shown = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int at, int length) throws IOException {
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                for (int i = at; i < at + length; i++) {
                    if (bytes[i] == '\n') {
                        lines.write('\r');
                    }
                    lines.write(bytes[i]);
                }
                screen.write(lines.toByteArray());
            }
        };
        return new Streams(lines(typed, shown), shown, shown, true);
    }

    private static InputStream lines(InputStream typed, OutputStream shown) {
        return new InputStream() {
            private byte[] line = {};
            private int at;
            private boolean ended;

            @Override
            public int read() throws IOException {
                if (at == line.length && !ended) {
                    line = type();
                    at = 0;
                }
                return at < line.length ? line[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int first = read();
                if (first < 0) {
                    return -1;
                }
                into[from] = (byte) first;
                int rest = Math.min(length - 1, line.length - at);
                System.arraycopy(line, at, into, from + 1, rest);
                at += rest;
                return rest + 1;
            }

            private byte[] type() throws IOException {
                StringBuilder bytes = new StringBuilder();
                while (true) {
                    int c = typed.read();
                    if (c < 0 || (c == END_OF_INPUT && bytes.isEmpty())) {
                        ended = true;
                        break;
                    }
                    if (c == ERASE && !bytes.isEmpty()) {
                        bytes.setLength(bytes.length() - 1);
                        shown.write(new byte[] {'\b', ' ', '\b'});
                    } else if (c == '\r' || c == '\n') {
                        shown.write('\n');
                        bytes.append('\n');
                        break;
                    } else if (c != ERASE && c != END_OF_INPUT) {
                        shown.write(c);
                        bytes.append((char) c);
                    }
                }
                return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
        };
    }
}
