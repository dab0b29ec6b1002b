package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a hub tells its child to be, as one line on the child's standard input: keys and passwords are seen neither on
 * disk nor in the list of processes.
 */
record BrokerOrder(String dataDirectory, int port, String clusterId, Map<String, String> properties, long hubPid) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    BrokerOrder {
        properties = Map.copyOf(properties);
    }

    static BrokerOrder of(BrokerSettings settings, long hubPid) {
        return new BrokerOrder(
                settings.dataDirectory().toString(),
                settings.port(),
                settings.clusterId(),
                settings.properties(),
                hubPid);
    }

    BrokerSettings settings() {
        return new BrokerSettings(Path.of(dataDirectory), port, clusterId, properties);
    }

    String line() {
        return MAPPER.writeValueAsString(this) + "\n";
    }

    /** @throws IOException if the line is no order; the message does not quote it */
    static BrokerOrder read(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("the hub has said nothing");
        }
        try {
            return MAPPER.readValue(line, BrokerOrder.class);
        } catch (JacksonException malformed) {
            throw new IOException("the hub has said something that is no order: " + malformed.getClass());
        }
    }

    /** Shows no key and no password. */
    @Override
    public String toString() {
        return "BrokerOrder[" + settings() + "]";
    }
}
