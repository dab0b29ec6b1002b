package dev.flotilla.hub;

import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.KafkaSource;
import java.io.IOException;

/**
 * A node's broker without the node. Brokers that hold no log yet are there like this for a restore, before there is
 * anything that a node could read.
 */
public final class HubBroker implements AutoCloseable {
    private final KafkaAccess kafka;

    private HubBroker(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /**
     * Starts it; it serves once more than half of the brokers are there.
     *
     * @throws IOException if the node carries none of several, or its directory cannot be used
     */
    public static HubBroker start(HubConfig config) throws IOException {
        if (!(config.kafka() instanceof KafkaSource.Quorum quorum)
                || quorum.brokerOf(config.node()).isEmpty()) {
            throw new IOException("the node " + config.node() + " carries no broker for others;"
                    + " kafka.embedded must name one for it");
        }
        DataDirectory.prepare(config.data());
        return new HubBroker(KafkaAccess.open(config));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
