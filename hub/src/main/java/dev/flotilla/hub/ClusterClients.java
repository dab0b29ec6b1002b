package dev.flotilla.hub;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.propagation.member.MemberAccess;
import dev.flotilla.propagation.member.MemberClient;
import dev.flotilla.propagation.member.MemberConnector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client for each member's probe, made anew when how the member is reached has changed. */
final class ClusterClients implements AutoCloseable {
    private record Connected(MemberAccess access, MemberClient client) {}

    /** A client, or why there is none. */
    sealed interface Lookup {
        record Found(MemberClient client) implements Lookup {}

        record Missing(String reason) implements Lookup {}
    }

    private final MemberConnector clients;
    private final Map<ObjectKey, Connected> connected = new ConcurrentHashMap<>();

    ClusterClients(MemberConnector clients) {
        this.clients = clients;
    }

    Lookup find(Snapshot snapshot, StoredObject cluster) {
        return switch (MemberAccess.of(snapshot, cluster)) {
            case MemberAccess.Lookup.Missing(var reason) -> new Lookup.Missing(reason);
            case MemberAccess.Lookup.Found(var access) -> connect(cluster.key(), access);
        };
    }

    private Lookup connect(ObjectKey key, MemberAccess access) {
        try {
            Connected current = connected.compute(key, (_, before) -> {
                if (before != null && before.access().equals(access)) {
                    return before;
                }
                if (before != null) {
                    before.client().close();
                }
                return new Connected(access, clients.connect(access));
            });
            return new Lookup.Found(current.client());
        } catch (RuntimeException unusable) {
            return new Lookup.Missing("its credentials cannot be used: " + unusable.getMessage());
        }
    }

    @Override
    public void close() {
        connected.values().forEach(each -> each.client().close());
        connected.clear();
    }
}
