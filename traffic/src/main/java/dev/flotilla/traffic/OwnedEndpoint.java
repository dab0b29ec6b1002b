package dev.flotilla.traffic;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.traffic.DnsEndpointSpec;
import dev.flotilla.api.traffic.TrafficKinds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The DNSEndpoint of a policy: the one of its name, if the policy owns it.
 *
 * @param found whatever has the name
 */
record OwnedEndpoint(ObjectKey key, ObjectKey policy, Optional<StoredObject> found) {
    private static final String KIND = "GlobalTrafficPolicy";

    static OwnedEndpoint of(Snapshot snapshot, ObjectKey policy) {
        ObjectKey key = new ObjectKey(TrafficKinds.DNS_ENDPOINT, policy.namespace(), policy.name());
        return new OwnedEndpoint(key, policy, snapshot.get(key));
    }

    /** The policy is gone, and its records with it. */
    List<Effect> leftBehind() {
        return owned().filter(object -> !object.head().terminating())
                .<List<Effect>>map(object -> List.of(new Effect.Delete(object)))
                .orElse(List.of());
    }

    /** Why it cannot be written: somebody else's object has its name. */
    Optional<String> conflict() {
        return found.isPresent() && owned().isEmpty()
                ? Optional.of(
                        "an object of this name is there that the policy does not own; rename or delete one of them")
                : Optional.empty();
    }

    /** By cluster; where a site's own are not known (any more), those that were last published. */
    Map<String, List<String>> addresses(List<Site> sites) {
        Map<String, List<String>> addresses = new HashMap<>();
        owned().map(object -> DnsEndpointSpec.of(object.tree()).endpoints())
                .orElse(List.of())
                .forEach(
                        endpoint -> addresses.merge(endpoint.setIdentifier(), endpoint.targets(), OwnedEndpoint::both));
        sites.stream()
                .filter(site -> !site.addresses().isEmpty())
                .forEach(site -> addresses.put(site.cluster(), site.addresses()));
        return addresses;
    }

    private static List<String> both(List<String> one, List<String> other) {
        return java.util.stream.Stream.of(one, other)
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** Creates it with its first records; changes it when they change. */
    List<Effect> write(StoredObject owner, DnsEndpointSpec spec) {
        Optional<StoredObject> own = owned();
        if (conflict().isPresent() || (own.isEmpty() && spec.endpoints().isEmpty())) {
            return List.of();
        }
        if (own.isEmpty()) {
            return List.of(new Effect.Create(key, object(owner, spec)));
        }
        ObjectNode tree = own.get().tree();
        boolean stale = !DnsEndpointSpec.of(tree).equals(spec)
                || own.get().head().owners().stream()
                        .noneMatch(each -> each.uid().equals(owner.head().uid()));
        if (!stale) {
            return List.of();
        }
        owner(tree, owner);
        tree.set("spec", RecordJson.write(spec));
        return List.of(new Effect.Update(own.get(), tree));
    }

    private Optional<StoredObject> owned() {
        return found.filter(object -> object.head().owners().stream().anyMatch(this::isPolicy));
    }

    private boolean isPolicy(ObjectHead.Owner owner) {
        return owner.kind().equals(KIND)
                && owner.apiVersion().startsWith(TrafficKinds.GROUP + "/")
                && owner.name().equals(policy.name());
    }

    private static ObjectNode object(StoredObject owner, DnsEndpointSpec spec) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", "externaldns.k8s.io/v1alpha1").put("kind", "DNSEndpoint");
        object.putObject("metadata");
        owner(object, owner);
        object.set("spec", RecordJson.write(spec));
        return object;
    }

    private static void owner(ObjectNode object, StoredObject owner) {
        object.withObjectProperty("metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.head().apiVersion())
                .put("kind", KIND)
                .put("name", owner.key().name())
                .put("uid", owner.head().uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }
}
