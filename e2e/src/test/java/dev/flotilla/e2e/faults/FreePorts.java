package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds ports that nobody listens on, below those that connections are given. */
final class FreePorts {
    private static final int LEAST = 20_000;
    private static final int MOST = 30_000;

    private FreePorts() {}

    /** The first of so many in a row. */
    static int block(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(LEAST, MOST);
            if (IntStream.range(first, first + count).allMatch(FreePorts::free)) {
                return first;
            }
        }
    }

    private static boolean free(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
