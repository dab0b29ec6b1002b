package dev.flotilla.replication.peer;

import java.util.function.Consumer;

/** The way to the hub's other nodes. What is sent may be lost, late or out of order; it is never altered or forged. */
public interface PeerLink {
    /** Of a node that has no others beside it. */
    PeerLink NONE = new PeerLink() {
        @Override
        public boolean alone() {
            return true;
        }

        @Override
        public void send(String node, byte[] message) {}

        @Override
        public void receive(Consumer<byte[]> receiver) {}
    };

    /** Whether this node is not meant to have others beside it. */
    default boolean alone() {
        return false;
    }

    /** Sends without waiting, and drops what cannot be sent. */
    void send(String node, byte[] message);

    /** @param receiver takes each message that comes; it must not block, and there is one of them */
    void receive(Consumer<byte[]> receiver);
}
