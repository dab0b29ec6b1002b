package dev.flotilla.e2e.hub;

import dev.flotilla.e2e.process.HubLayout;
import dev.flotilla.e2e.process.NodeProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What stands before a hub's nodes in production: TCP connections go in turn to the nodes whose {@code /readyz}
 * answers. Connections that are there stay with their node until that ends them.
 */
final class LoadBalancer implements AutoCloseable {
    private static final long CHECK_NANOS = 200_000_000;
    private static final int BUFFER_BYTES = 16 << 10;

    private final NodeProcesses nodes;
    private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<String> ready = new CopyOnWriteArrayList<>(HubLayout.NAMES);
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    LoadBalancer(NodeProcesses nodes) throws IOException {
        this.nodes = nodes;
        Thread.ofPlatform().daemon().name("load-balancer").start(this::accept);
        HubLayout.NAMES.forEach(node -> Thread.startVirtualThread(() -> check(node)));
    }

    /** For clients that do not know how many nodes there are. */
    Path kubeconfig() throws IOException {
        HubLayout layout = nodes.layout();
        String first = "127.0.0.1:" + layout.apiPort(HubLayout.NAMES.getFirst());
        return Files.writeString(
                layout.directory().resolve("balanced.kubeconfig"),
                Files.readString(layout.kubeconfig()).replace(first, "127.0.0.1:" + listener.getLocalPort()));
    }

    private void check(String node) {
        while (!listener.isClosed()) {
            boolean well = nodes.ready(node);
            if (well) {
                ((CopyOnWriteArrayList<String>) ready).addIfAbsent(node);
            } else {
                ready.remove(node);
            }
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        Socket there = new Socket();
        sockets.add(client);
        sockets.add(there);
        try {
            List<String> now = List.copyOf(ready);
            String node = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            there.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), nodes.layout().apiPort(node)));
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            Thread.startVirtualThread(() -> copy(there, client));
            copy(client, there);
        } catch (IOException | RuntimeException nowhere) {
            end(client);
            end(there);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            end(from);
            end(to);
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
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Set.copyOf(sockets).forEach(this::end);
    }
}
