package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP link that can be cut in either direction. Bytes that come while it is cut are held back until it is mended, as
 * a network does whose packets are sent again; connections stay open, as their ends cannot know.
 */
final class Link implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    /** In which direction nothing passes. */
    enum Cut {
        NONE(true, true),
        BOTH(false, false),
        TO_SERVER(false, true),
        FROM_SERVER(true, false);

        private final boolean toServer;
        private final boolean fromServer;

        Cut(boolean toServer, boolean fromServer) {
            this.toServer = toServer;
            this.fromServer = fromServer;
        }
    }

    private final ServerSocket listener;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Cut cut = Cut.NONE;
    private boolean closed;

    private Link(ServerSocket listener, int server) {
        this.listener = listener;
        this.server = server;
    }

    /** @param server the port on the loopback address to which it leads; nothing need listen there yet */
    static Link to(int server) throws IOException {
        Link link = new Link(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), server);
        Thread.ofPlatform().daemon().name("link-" + link.port()).start(link::accept);
        return link;
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void cut(Cut how) {
        cut = how;
        notifyAll();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException ended) {
                return;
            }
        }
    }

    /** A connection is not made while its first packet cannot get there. */
    private void serve(Socket client) {
        Socket there = new Socket();
        sockets.add(there);
        try {
            awaitOpen(true);
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
            there.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.startVirtualThread(() -> copy(there, client, false));
            copy(client, there, true);
        } catch (IOException refused) {
            end(client);
            end(there);
        }
    }

    private void copy(Socket from, Socket to, boolean toServer) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitOpen(toServer);
                out.write(buffer, 0, read);
                out.flush();
            }
            awaitOpen(toServer);
        } catch (IOException ended) {
            // The other end learns of it below.
        }
        end(from);
        end(to);
    }

    private synchronized void awaitOpen(boolean toServer) throws IOException {
        while (!closed && !(toServer ? cut.toServer : cut.fromServer)) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
        if (closed) {
            throw new IOException("the link is closed");
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException ended) {
            // It is over either way.
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Set.copyOf(sockets).forEach(this::end);
    }
}
