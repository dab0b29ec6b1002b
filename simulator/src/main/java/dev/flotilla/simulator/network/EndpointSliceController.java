package dev.flotilla.simulator.network;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Names;
import dev.flotilla.simulator.object.Ownership;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import dev.flotilla.simulator.object.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one endpoint slice for each Service with a selector: its pods' addresses, and which of them are ready. */
public final class EndpointSliceController implements Reconciler {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";
    private static final String MANAGER_LABEL = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final int ENDPOINTS_MAX = 1000;

    private final Pods pods;
    private final ServiceIndex services = new ServiceIndex();

    /** What an endpoint shows of a pod. */
    private record Shown(
            String ip, String node, boolean ready, boolean terminating, java.util.Map<String, String> of) {}

    public EndpointSliceController(Pods pods) {
        this.pods = pods;
    }

    @Override
    public String name() {
        return "endpointslice-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.SERVICE.resource(), Kind.POD.resource(), Kind.ENDPOINT_SLICE.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        GroupResource changed = change.key().resource();
        if (changed.equals(Kind.SERVICE.resource())) {
            return Stream.of(change.key());
        }
        if (changed.equals(Kind.ENDPOINT_SLICE.resource())) {
            return Ownership.owners(change, Kind.SERVICE);
        }
        return shown(change.before()).equals(shown(change.after()))
                ? Stream.empty()
                : Stream.of(shown(change.before()), shown(change.after()))
                        .flatMap(Optional::stream)
                        .flatMap(
                                pod -> services.selecting(snapshot, change.key().namespace(), pod.of()))
                        .distinct();
    }

    private Optional<Shown> shown(@Nullable StoredObject stored) {
        return Optional.ofNullable(stored)
                .map(pods::read)
                .filter(pod -> !pod.facts().ip().isEmpty() && !pod.facts().ended())
                .map(pod ->
                        new Shown(pod.facts().ip(), pod.facts().node(), pod.ready(), pod.terminating(), pod.labels()));
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.SERVICE.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(found -> !found.head().terminating())
                .map(found -> decide(snapshot, found))
                .orElseGet(Decision::nothing);
    }

    private Decision decide(Snapshot snapshot, StoredObject service) {
        ObjectNode tree = service.tree();
        JsonNode selector = tree.path("spec").path("selector");
        if (selector.isEmpty()
                || "ExternalName".equals(tree.path("spec").path("type").asString(""))) {
            return Decision.nothing();
        }
        String name =
                Names.prefix(service.key().name()) + Names.suffix(service.head().uid(), "endpoints");
        ObjectKey key = Kind.ENDPOINT_SLICE.key(service.key().namespace(), name);
        Selector wanted = Selector.ofLabels(selector);
        List<Pod> selected = snapshot.list(Kind.POD.resource(), key.namespace())
                .filter(pod -> wanted.matches(pod.head().labels()))
                .map(pods::read)
                .filter(pod -> !pod.facts().ip().isEmpty() && !pod.facts().ended())
                .limit(ENDPOINTS_MAX)
                .toList();
        Optional<StoredObject> stored = snapshot.get(key);
        ObjectNode slice = stored.map(StoredObject::tree).orElseGet(() -> begin(key, service));
        ObjectNode filled = filled(slice.deepCopy(), tree, selected);
        if (stored.isEmpty()) {
            return Decision.of(new Effect.Create(key, filled));
        }
        return filled.equals(slice) ? Decision.nothing() : Decision.of(new Effect.Update(stored.get(), filled));
    }

    private static ObjectNode begin(ObjectKey key, StoredObject service) {
        ObjectNode slice = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.ENDPOINT_SLICE, key);
        ObjectNode metadata = slice.withObjectProperty("metadata");
        metadata.put("generateName", Names.prefix(service.key().name()));
        ObjectNode labels = metadata.putObject("labels");
        service.head().labels().forEach(labels::put);
        labels.put(SERVICE_LABEL, service.key().name()).put(MANAGER_LABEL, MANAGER);
        Ownership.control(slice, service);
        return slice.put("addressType", "IPv4");
    }

    private static ObjectNode filled(ObjectNode slice, ObjectNode service, List<Pod> selected) {
        ArrayNode ports = slice.putArray("ports");
        for (JsonNode port : service.path("spec").path("ports")) {
            JsonNode target = port.path("targetPort");
            ports.addObject()
                    .put("name", port.path("name").asString(""))
                    .put(
                            "port",
                            target.isNumber()
                                    ? target.asInt(0)
                                    : port.path("port").asInt(0))
                    .put("protocol", port.path("protocol").asString("TCP"));
        }
        ArrayNode endpoints = slice.putArray("endpoints");
        for (Pod pod : selected) {
            ObjectNode endpoint = endpoints.addObject();
            endpoint.putArray("addresses").add(pod.facts().ip());
            endpoint.putObject("conditions")
                    .put("ready", pod.ready())
                    .put("serving", pod.facts().ready())
                    .put("terminating", pod.terminating());
            endpoint.put("nodeName", pod.facts().node());
            endpoint.putObject("targetRef")
                    .put("kind", "Pod")
                    .put("name", pod.name())
                    .put("namespace", pod.key().namespace())
                    .put("uid", pod.stored().head().uid());
        }
        return slice;
    }
}
