package dev.flotilla.e2e.fuzz;

import java.io.IOException;
import java.util.List;

/** One way into the server. */
interface Target {
    String name();

    List<byte[]> seeds();

    /** Tries one input; inputs are independent of each other. */
    void attempt(byte[] input, FuzzServer server) throws IOException, Violation;
}
