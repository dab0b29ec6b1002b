package dev.flotilla.simulator.network;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Gives each Service of type LoadBalancer, after a while, an address from the range reserved for benchmarks. */
public final class LoadBalancerController implements Reconciler {
    private static final Duration PROVISIONING = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "service-lb-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.SERVICE.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return Stream.of(change.key());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.SERVICE.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(found -> !found.head().terminating())
                .map(found -> decide(found, now))
                .orElseGet(Decision::nothing);
    }

    private static Decision decide(StoredObject stored, Instant now) {
        ObjectNode service = stored.tree();
        boolean balanced =
                "LoadBalancer".equals(service.path("spec").path("type").asString(""));
        boolean has = !service.at("/status/loadBalancer/ingress").isEmpty();
        if (balanced == has) {
            return Decision.nothing();
        }
        Instant created =
                Instant.parse(service.path("metadata").path("creationTimestamp").asString(""));
        Duration wait = Duration.between(now, created.plus(PROVISIONING));
        if (balanced && wait.isPositive()) {
            return Decision.later(wait);
        }
        ObjectNode reported = service.deepCopy();
        ObjectNode balancer = reported.withObjectProperty("status").putObject("loadBalancer");
        if (balanced) {
            balancer.putArray("ingress")
                    .addObject()
                    .put("ip", address(stored.head().uid()))
                    .put("ipMode", "VIP");
        }
        return Decision.of(new Effect.UpdateStatus(stored, reported));
    }

    private static String address(String uid) {
        long hash = Names.hash(uid);
        return "198." + (18 + (hash & 1)) + "." + (hash >>> 8 & 0xff) + "." + (1 + (hash >>> 16 & 0x7fff) % 254);
    }
}
