package dev.flotilla.hub.config;

import java.util.Optional;

/**
 * Where the other nodes' names and addresses are asked for.
 *
 * @param name of SRV records, one for each node, whose target begins with the node's name
 * @param server that is asked; whichever the machine asks, if none
 */
public record PeerDns(String name, Optional<Address> server) {}
