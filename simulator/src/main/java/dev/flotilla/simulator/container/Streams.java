package dev.flotilla.simulator.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a process reads and writes. */
record Streams(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
    void print(String text) throws IOException {
        if (!text.isEmpty()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void complain(String line) throws IOException {
        err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Streams writingTo(OutputStream other) {
        return new Streams(in, other, err, terminal);
    }
}
