package dev.flotilla.hub.peer;

import dev.flotilla.api.fleet.FleetKinds;
import dev.flotilla.api.fleet.HubNodeSpec;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.hub.config.Address;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where the hub's nodes are: as this node was configured, or else as they said themselves, in the log. */
final class AddressBook {
    private final Map<String, Address> configured;
    private volatile Optional<ObjectStore> store = Optional.empty();

    AddressBook(Map<String, Address> configured) {
        this.configured = Map.copyOf(configured);
    }

    void readFrom(ObjectStore log) {
        store = Optional.of(log);
    }

    Optional<Address> of(String node) {
        Address known = configured.get(node);
        return known != null ? Optional.of(known) : store.flatMap(log -> told(log, node));
    }

    /** Every node that it knows where to find. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(configured.keySet());
        store.ifPresent(log -> log.snapshot()
                .list(FleetKinds.NODES)
                .forEach(found -> names.add(found.key().name())));
        return names;
    }

    private static Optional<Address> told(ObjectStore log, String node) {
        return log.snapshot()
                .get(key(node))
                .map(found -> HubNodeSpec.of(found.tree()).address())
                .map(Address::parse);
    }

    static ObjectKey key(String node) {
        return new ObjectKey(FleetKinds.NODES, "", node);
    }
}
