package dev.flotilla.replication.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports on the loopback address that nobody listens on, by chance, below those that systems give to connections.
 * Until its finder listens on it, another process may find the same one.
 */
final class Ports {
    private static final int LEAST = 10_000;
    private static final int MOST = 20_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    static int free() throws IOException {
        return freeBesides(0);
    }

    /** Another than this one, on which nobody may listen yet. */
    static int freeBesides(int port) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int found = ThreadLocalRandom.current().nextInt(LEAST, MOST);
            if (found != port && isFree(found)) {
                return found;
            }
        }
        throw new IOException("found no free port from " + LEAST + " to " + MOST + " in " + TRIES + " tries");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
