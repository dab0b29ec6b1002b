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
import java.util.function.Supplier;

/**
 * Where the hub's nodes are: as this node was configured, or else as DNS tells, or else as they said themselves, in the
 * log.
 */
final class AddressBook {
    private final Map<String, Address> configured;
    private final Supplier<Map<String, Address>> asked;
    private volatile Optional<ObjectStore> store = Optional.empty();

    /** @param asked what DNS tells at the moment */
    AddressBook(Map<String, Address> configured, Supplier<Map<String, Address>> asked) {
        this.configured = Map.copyOf(configured);
        this.asked = asked;
    }

    void readFrom(ObjectStore log) {
        store = Optional.of(log);
    }

    Optional<Address> of(String node) {
        Address named = configured.get(node);
        Address known = named == null ? asked.get().get(node) : named;
        return known != null ? Optional.of(known) : store.flatMap(log -> told(log, node));
    }

    /** Every node that it knows where to find. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(configured.keySet());
        names.addAll(asked.get().keySet());
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
