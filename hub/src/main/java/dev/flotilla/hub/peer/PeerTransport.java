package dev.flotilla.hub.peer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flotilla.hub.config.Address;
import dev.flotilla.hub.config.Peers;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries bytes between nodes over Artery, TLS with certificates on both sides always. Large messages have a lane of
 * their own, so that signs of life do not wait behind them. It has an actor system to itself: what other nodes do to it
 * reaches no actor of the hub's.
 */
final class PeerTransport implements AutoCloseable {
    /** What a message is about. */
    enum Topic {
        COMMITS(0),
        HELLO(1);

        private final byte code;

        Topic(int code) {
            this.code = (byte) code;
        }

        private static Optional<Topic> of(byte[] message) {
            return Arrays.stream(values())
                    .filter(topic -> message.length > 0 && topic.code == message[0])
                    .findFirst();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(PeerTransport.class);
    private static final String SYSTEM = "flotilla-peers";
    private static final String SMALL = "small";
    private static final String LARGE = "large";
    private static final int LARGE_FROM_BYTES = 64 << 10;
    private static final int BYTES_MAX = (16 << 20) - 1024;
    private static final int MAILBOX = 8_192;
    private static final int CLOSE_SECONDS_MAX = 5;

    private final ActorSystem<byte[]> system;
    private final ActorRefResolver refs;
    private final Function<String, Optional<Address>> addresses;
    private final Map<Topic, Consumer<byte[]>> receivers = new EnumMap<>(Topic.class);

    private PeerTransport(Peers peers, NodeSsl ssl, Function<String, Optional<Address>> addresses) {
        this.addresses = addresses;
        ActorSystemSetup setup =
                ActorSystemSetup.create(BootstrapSetup.create(config(peers)), SSLEngineProviderSetup.create(_ -> ssl));
        this.system = ActorSystem.create(
                Behaviors.setup(context -> {
                    context.spawn(receiving(), SMALL, MailboxSelector.bounded(MAILBOX));
                    context.spawn(receiving(), LARGE, MailboxSelector.bounded(MAILBOX));
                    return Behaviors.empty();
                }),
                SYSTEM,
                setup);
        this.refs = ActorRefResolver.get(system);
    }

    /**
     * @param addresses where a node is, by its name, as far as that is known
     * @throws IOException if the certificates cannot be used, or the address is taken
     */
    static PeerTransport open(Peers peers, Function<String, Optional<Address>> addresses) throws IOException {
        NodeSsl ssl = NodeSsl.of(peers.tls());
        try {
            return new PeerTransport(peers, ssl, addresses);
        } catch (RuntimeException failed) {
            throw new IOException(
                    "the node cannot listen for other nodes on " + peers.listen() + ": " + failed.getMessage(), failed);
        }
    }

    private static Config config(Peers peers) {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.remote.artery.canonical.hostname",
                                peers.advertised().host(),
                        "pekko.remote.artery.canonical.port", peers.advertised().port(),
                        "pekko.remote.artery.bind.hostname", peers.listen().host(),
                        "pekko.remote.artery.bind.port", peers.listen().port()))
                .withFallback(ConfigFactory.parseResources(PeerTransport.class, "peers.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    private Behavior<byte[]> receiving() {
        return Behaviors.receiveMessage(message -> {
            received(message);
            return Behaviors.same();
        });
    }

    private void received(byte[] message) {
        Optional<Topic> topic = Topic.of(message);
        if (topic.isEmpty()) {
            LOG.atWarn().addKeyValue("bytes", message.length).log("a message of another version of the hub; dropped");
            return;
        }
        Consumer<byte[]> receiver;
        synchronized (receivers) {
            receiver = receivers.get(topic.get());
        }
        if (receiver == null) {
            return;
        }
        try {
            receiver.accept(Arrays.copyOfRange(message, 1, message.length));
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("a message of another node could not be taken; it is dropped");
        }
    }

    void receive(Topic topic, Consumer<byte[]> receiver) {
        synchronized (receivers) {
            receivers.put(topic, receiver);
        }
    }

    /** Sends without waiting; to a node that nobody knows the way to, nothing. */
    void send(Topic topic, String node, byte[] body) {
        Optional<Address> address = addresses.apply(node);
        if (address.isEmpty() || body.length > BYTES_MAX) {
            LOG.atDebug()
                    .addKeyValue("node", node)
                    .addKeyValue("bytes", body.length)
                    .log("a message is dropped");
            return;
        }
        byte[] message = new byte[body.length + 1];
        message[0] = topic.code;
        System.arraycopy(body, 0, message, 1, body.length);
        String lane = message.length < LARGE_FROM_BYTES ? SMALL : LARGE;
        ActorRef<byte[]> peer = refs.resolveActorRef("pekko://" + SYSTEM + "@" + address.get() + "/user/" + lane);
        peer.tell(message);
    }

    @Override
    public void close() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
