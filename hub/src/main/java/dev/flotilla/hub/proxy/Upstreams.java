package dev.flotilla.hub.proxy;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterSpec;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.propagation.member.MemberAccess;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Every member that can be spoken to for others; each is connected when it is first asked for, and anew when how it is
 * reached has changed.
 */
public final class Upstreams implements AutoCloseable {
    private record Connected(MemberEndpoint endpoint, Upstream upstream) {}

    private final Vertx vertx;
    private final ObjectStore store;
    private final Map<String, Connected> connected = new ConcurrentHashMap<>();

    /** @param vertx not closed with this */
    public Upstreams(Vertx vertx, ObjectStore store) {
        this.vertx = vertx;
        this.store = store;
    }

    /** The members there are, by name. */
    public List<Cluster> clusters() {
        return store.snapshot().list(Cluster.RESOURCE).map(Cluster::of).toList();
    }

    /** @throws dev.flotilla.api.status.StatusException 404 if there is no such member, 503 if it cannot be reached */
    public Upstream find(String name) {
        Snapshot snapshot = store.snapshot();
        StoredObject cluster = snapshot.get(Cluster.key(name)).orElseThrow(() -> {
            forget(name);
            return StatusError.notFound(Cluster.RESOURCE, name).exception();
        });
        return switch (MemberAccess.of(snapshot, cluster)) {
            case MemberAccess.Lookup.Missing(var reason) -> throw unreachable(name, reason);
            case MemberAccess.Lookup.Found(var access) ->
                connect(name, new MemberEndpoint(access, impersonator(snapshot, cluster)));
        };
    }

    /** Why a member that ought to be there does not answer, with what the hub knows of it. */
    public RuntimeException unreachable(String name, String why) {
        String known = store.snapshot()
                .get(Cluster.key(name))
                .map(StoredObject::tree)
                .flatMap(cluster -> cluster.at("/status/conditions")
                        .valueStream()
                        .filter(each -> each.path("type").asString("").equals("Ready"))
                        .findFirst())
                .map(Upstreams::condition)
                .orElse("it has not been seen yet");
        return StatusError.unavailable("error trying to reach cluster \"" + name + "\": " + why + " (" + known + ")", 1)
                .exception();
    }

    private static String condition(JsonNode ready) {
        return "its condition Ready is " + ready.path("status").asString("Unknown") + ": "
                + ready.path("reason").asString("") + ", "
                + ready.path("message").asString("");
    }

    private Upstream connect(String name, MemberEndpoint endpoint) {
        try {
            return connected
                    .compute(name, (_, before) -> {
                        if (before != null && before.endpoint().equals(endpoint)) {
                            return before;
                        }
                        Connected now = new Connected(endpoint, new Upstream(vertx, name, endpoint));
                        if (before != null) {
                            before.upstream().retire();
                        }
                        return now;
                    })
                    .upstream();
        } catch (RuntimeException unusable) {
            throw unreachable(name, "its credentials cannot be used: " + unusable.getMessage());
        }
    }

    private void forget(String name) {
        Connected gone = connected.remove(name);
        if (gone != null) {
            gone.upstream().close();
        }
    }

    private static Optional<String> impersonator(Snapshot snapshot, StoredObject cluster) {
        ClusterSpec.SecretReference reference = ClusterSpec.of(cluster.tree()).impersonatorSecretRef();
        return Optional.ofNullable(reference)
                .flatMap(secret -> snapshot.get(ObjectKey.of("", "secrets", secret.namespace(), secret.name())))
                .map(secret -> secret.tree().at("/data/token").asString(""))
                .filter(encoded -> !encoded.isEmpty())
                .map(encoded -> new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8).strip());
    }

    @Override
    public void close() {
        connected.values().forEach(each -> each.upstream().close());
        connected.clear();
    }
}
