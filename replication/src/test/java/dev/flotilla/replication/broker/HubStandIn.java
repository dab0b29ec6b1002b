package dev.flotilla.replication.broker;

import java.nio.file.Path;

/** A process that has a broker, to be killed by a test. Prints the broker's address, then waits for ever. */
final class HubStandIn {
    private HubStandIn() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.child(EmbeddedBroker.Options.in(Path.of(args[0])).withFsync(false))) {
            System.out.println("hub " + broker.bootstrapServers());
            Thread.currentThread().join();
        }
    }
}
