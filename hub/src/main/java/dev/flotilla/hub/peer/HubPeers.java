package dev.flotilla.hub.peer;

import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.Peers;
import dev.flotilla.replication.kafka.LogHealth;
import dev.flotilla.replication.kafka.LogStore;
import dev.flotilla.replication.peer.PeerLink;
import dev.flotilla.runtime.EffectsToCommit;
import dev.flotilla.runtime.Ownership;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** This node's way to the others, if there are any. It is opened before the log, and closed after it. */
public final class HubPeers implements AutoCloseable {
    private final HubConfig config;
    private final AddressBook addresses;
    private final Optional<PeerNames> names;
    private final Optional<PeerTransport> transport;
    private final Positions positions = new Positions();

    private HubPeers(
            HubConfig config, AddressBook addresses, Optional<PeerNames> names, Optional<PeerTransport> transport) {
        this.config = config;
        this.addresses = addresses;
        this.names = names;
        this.transport = transport;
    }

    /**
     * A hub of one node opens nothing.
     *
     * @throws IOException if the node's certificate cannot be used, or its address is taken
     */
    public static HubPeers open(HubConfig config) throws IOException {
        Optional<Peers> peers = config.peers();
        if (peers.isEmpty()) {
            return new HubPeers(config, new AddressBook(Map.of(), Map::of), Optional.empty(), Optional.empty());
        }
        Optional<PeerNames> names = peers.get().dns().map(PeerNames::ask);
        AddressBook addresses = new AddressBook(
                peers.get().nodes(), () -> names.map(PeerNames::nodes).orElse(Map.of()));
        try {
            PeerTransport transport = PeerTransport.open(peers.get(), addresses::of);
            return new HubPeers(config, addresses, names, Optional.of(transport));
        } catch (IOException failed) {
            names.ifPresent(PeerNames::close);
            throw failed;
        }
    }

    /** By which the log's commits reach the node that leads. */
    public PeerLink link() {
        return transport.<PeerLink>map(Commits::new).orElse(PeerLink.NONE);
    }

    /** What of the hub's work is this node's. */
    public Ownership ownership(LogStore store) {
        return transport.isEmpty()
                ? Ownership.everything()
                : Ownership.assigned(config.node(), () -> current(store.health()));
    }

    private boolean current(LogHealth health) {
        return health.failure().isEmpty()
                && !health.replaying()
                && health.age().compareTo(config.timing().behind()) <= 0;
    }

    /** A node that reads the log on while this one does not. */
    public Optional<String> ahead(LogHealth health) {
        return positions.ahead(health.position(), Membership.steady());
    }

    /** Makes this node known, and part of the division of work from now on; closing what it returns ends that. */
    public AutoCloseable join(LogStore store, EffectsToCommit effects, InstantSource clock) {
        addresses.readFrom(store);
        return transport
                .<AutoCloseable>map(way -> Membership.start(
                        config, store, () -> current(store.health()), effects, clock, way, addresses, positions))
                .orElse(() -> {});
    }

    @Override
    public void close() throws Exception {
        names.ifPresent(PeerNames::close);
        if (transport.isPresent()) {
            transport.get().close();
        }
    }

    private record Commits(PeerTransport transport) implements PeerLink {
        @Override
        public void send(String node, byte[] message) {
            transport.send(PeerTransport.Topic.COMMITS, node, message);
        }

        @Override
        public void receive(Consumer<byte[]> receiver) {
            transport.receive(PeerTransport.Topic.COMMITS, receiver);
        }
    }
}
