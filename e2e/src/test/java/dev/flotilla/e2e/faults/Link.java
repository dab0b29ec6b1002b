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
import java.util.function.IntFunction;

/**
 * A TCP link that a {@link Network} can cut in either direction. Bytes that come while it is cut are held back until it
 * is mended, as a network does whose packets are sent again; connections stay open, as their ends cannot know.
 */
final class Link implements AutoCloseable {
    /** Where those listen whom others believe to be on 127.0.0.1. */
    static final String SERVERS = "127.0.0.2";

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final Endpoint owner;
    private final IntFunction<Endpoint> connecting;
    private final Network network;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Link(ServerSocket listener, Endpoint owner, IntFunction<Endpoint> connecting, Network network) {
        this.listener = listener;
        this.owner = owner;
        this.connecting = connecting;
        this.network = network;
    }

    /** Nothing need listen behind it yet. */
    static Link open(int port, Endpoint owner, IntFunction<Endpoint> connecting, Network network) throws IOException {
        ServerSocket listener = new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
        Link link = new Link(listener, owner, connecting, network);
        Thread.ofPlatform().daemon().name("link-" + port).start(link::accept);
        return link;
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
            Endpoint from = connecting.apply(client.getPort());
            network.await(from, owner);
            there.connect(new InetSocketAddress(SERVERS, listener.getLocalPort()));
            there.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.startVirtualThread(() -> copy(there, client, owner, from));
            copy(client, there, from, owner);
        } catch (IOException refused) {
            end(client);
            end(there);
        }
    }

    private void copy(Socket from, Socket to, Endpoint sender, Endpoint receiver) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                network.await(sender, receiver);
                out.write(buffer, 0, read);
                out.flush();
            }
            network.await(sender, receiver);
        } catch (IOException ended) {
            // The other end learns of it below.
        }
        end(from);
        end(to);
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
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Set.copyOf(sockets).forEach(this::end);
    }
}
