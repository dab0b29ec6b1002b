package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The links between all parts of a hub, and what is cut of them. */
final class Network implements AutoCloseable {
    private final List<Link> links = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private boolean closed;

    /**
     * Whoever connects to a port of 127.0.0.1 gets through to the same port of {@link Link#SERVERS}, while nothing is
     * cut.
     *
     * @param owner who listens there
     * @param connecting who it is that has connected from a port
     */
    void link(int port, Endpoint owner, IntFunction<Endpoint> connecting) throws IOException {
        links.add(Link.open(port, owner, connecting, this));
    }

    synchronized void cut(Cut cut) {
        cuts.add(cut);
        notifyAll();
    }

    synchronized void mend(Cut cut) {
        cuts.remove(cut);
        notifyAll();
    }

    synchronized void mendAll() {
        cuts.clear();
        notifyAll();
    }

    /** Returns when bytes get through. @throws IOException if it is closed before */
    synchronized void await(Endpoint sender, Endpoint receiver) throws IOException {
        while (!closed && cuts.stream().anyMatch(cut -> cut.stops(sender, receiver))) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
        if (closed) {
            throw new IOException("the network is closed");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        links.forEach(Link::close);
    }
}
