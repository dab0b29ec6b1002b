package dev.flotilla.propagation;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.traffic.ServiceFacts;
import dev.flotilla.api.traffic.TrafficDrain;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Removal;
import java.util.Optional;

/**
 * Says why a copy that a logged removal names must stay for now: the others are not ready, a failover run may place it
 * there again, or traffic is still sent to it.
 */
public final class RemovalHold {
    private final TrafficDrain traffic = new TrafficDrain();

    /**
     * @param template what the binding is for; empty if it is gone
     * @return empty if the copy may go
     */
    public Optional<String> of(
            Snapshot snapshot,
            BindingSpec spec,
            BindingStatus status,
            Removal removal,
            Optional<StoredObject> template) {
        return switch (RemovalGate.decide(spec, status, removal, template.isEmpty())) {
            case RemovalGate.Verdict.Closed(var reason) -> Optional.of(reason);
            case RemovalGate.Verdict.Open() ->
                template.flatMap(_ -> returning(snapshot, removal.cluster()))
                        .or(() -> template.filter(_ -> !RemovalGate.waitsForNothing(removal))
                                .flatMap(found -> traffic(snapshot, found, removal.cluster())));
        };
    }

    /** Why the copy must stay because the workload may be placed there again; empty if it need not. */
    private static Optional<String> returning(Snapshot snapshot, String cluster) {
        return snapshot.get(Cluster.key(cluster))
                .map(found -> found.tree()
                        .path("metadata")
                        .path("annotations")
                        .path(Marks.RETURNING)
                        .asString(""))
                .filter(run -> !run.isEmpty())
                .map(run -> "failover run " + run + " may place it here again");
    }

    /** Why the copy must stay because of the traffic it gets; empty if it gets none. */
    private Optional<String> traffic(Snapshot snapshot, StoredObject template, String cluster) {
        if (!TrafficDrain.applies(snapshot)) {
            return Optional.empty();
        }
        String namespace = template.key().namespace();
        return template.head().kind().equals("Service")
                ? traffic.holdsService(snapshot, namespace, template.key().name(), cluster)
                : traffic.holdsPods(snapshot, namespace, ServiceFacts.podLabels(template), cluster);
    }
}
