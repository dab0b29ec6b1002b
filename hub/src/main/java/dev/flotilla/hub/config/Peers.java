package dev.flotilla.hub.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The hub's nodes, as this one is told of them.
 *
 * @param listen where this node listens for the others
 * @param advertised by what the others reach this node
 * @param nodes every node's address by its name, this node's with them; empty if each learns the others' from the log
 * @param dns where those are asked for that {@code nodes} does not name; empty if DNS is not asked
 * @param tls by what they prove themselves to each other
 */
public record Peers(
        Address listen, Address advertised, SequencedMap<String, Address> nodes, Optional<PeerDns> dns, NodeTls tls) {
    public Peers {
        nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    }

    /** The others' addresses by their names; none if they are learnt from the log. */
    public Map<String, Address> others(String node) {
        Map<String, Address> others = new LinkedHashMap<>(nodes);
        others.remove(node);
        return others;
    }
}
