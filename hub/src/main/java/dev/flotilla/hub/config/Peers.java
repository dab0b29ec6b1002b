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
 * @param nodes every node's address by its name, this node's with them; empty if they are found by {@code dns}
 * @param dns a name that has every node's IP address, and the port they all listen on
 * @param tls by what they prove themselves to each other
 */
public record Peers(
        Address listen, Address advertised, SequencedMap<String, Address> nodes, Optional<Address> dns, NodeTls tls) {
    public Peers {
        nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    }

    /** The others' addresses by their names; none if they are found by {@code dns}. */
    public Map<String, Address> others(String node) {
        Map<String, Address> others = new LinkedHashMap<>(nodes);
        others.remove(node);
        return others;
    }
}
