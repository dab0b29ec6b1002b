package dev.flotilla.hub.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads {@code peers}: where this node's others are. */
final class PeersReader {
    private static final Address NOWHERE = new Address("0.0.0.0", 7444);
    private static final NodeTls NONE = new NodeTls(Path.of(""), Path.of(""), Path.of(""));

    private PeersReader() {}

    static Peers read(Settings peers, String node, Optional<NodeTls> tls) {
        SequencedMap<String, Address> nodes = nodes(peers);
        Optional<Address> advertised = peers.address("advertised");
        Address own = Optional.ofNullable(nodes.get(node)).or(() -> advertised).orElse(NOWHERE);
        Address listen = peers.address("listen").orElse(own);
        if (peers.has("nodes") == peers.has("advertised")) {
            peers.problem(
                    "nodes",
                    "name every node with its address under nodes, or this one's alone as advertised, and each learns"
                            + " the others' from DNS or the log");
        }
        if (peers.has("nodes") && !nodes.containsKey(node)) {
            peers.problem("nodes", "this node, " + node + ", is not among them; add its address");
        }
        if (tls.isEmpty()) {
            peers.problem("nodes", "nodes speak to each other over TLS alone: set tls; `flotilla hub init` writes it");
        }
        Optional<PeerDns> dns = dns(peers);
        peers.end();
        return new Peers(listen, own, nodes, dns, tls.orElse(NONE));
    }

    private static Optional<PeerDns> dns(Settings peers) {
        Optional<String> name = peers.text("dns");
        Optional<Address> server = peers.address("dnsServer");
        if (name.isPresent() && peers.has("nodes")) {
            peers.problem("dns", "the nodes are named under nodes already; keep one of the two");
        }
        if (server.isPresent() && name.isEmpty()) {
            peers.problem("dnsServer", "it is asked nothing; set dns to the name of the nodes' SRV records");
        }
        return name.map(asked -> new PeerDns(asked, server));
    }

    private static SequencedMap<String, Address> nodes(Settings peers) {
        SequencedMap<String, Address> nodes = new LinkedHashMap<>();
        peers.section("nodes")
                .ifPresent(named -> named.names()
                        .forEach(name -> named.address(name).ifPresent(address -> nodes.put(name, address))));
        return nodes;
    }
}
