package dev.flotilla.hub;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on the loopback address that nobody listens on, by chance, below those that connections are given. */
public final class FreePorts {
    private static final int LEAST = 10_000;
    private static final int MOST = 20_000;

    private FreePorts() {}

    public static int any() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException taken) {
                // There are others.
            }
        }
    }
}
