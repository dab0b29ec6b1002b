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
import dev.flotilla.simulator.object.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a volume for each claim, binds the two whatever storage class it asks for, and lets them go together. */
public final class VolumeController implements Reconciler {
    @Override
    public String name() {
        return "persistent-volume-binder";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.PERSISTENT_VOLUME_CLAIM.resource(), Kind.PERSISTENT_VOLUME.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        StoredObject before = change.before();
        boolean claim = change.key().resource().equals(Kind.PERSISTENT_VOLUME_CLAIM.resource());
        return claim && change.after() == null && before != null
                ? Stream.of(volumeOf(before))
                : Stream.of(change.key());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return watches().stream().flatMap(snapshot::list).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(found -> !found.head().terminating())
                .map(found -> key.resource().equals(Kind.PERSISTENT_VOLUME.resource())
                        ? release(snapshot, found)
                        : decide(snapshot, found))
                .orElseGet(Decision::nothing);
    }

    private static ObjectKey volumeOf(StoredObject claim) {
        return Kind.PERSISTENT_VOLUME.key("", "pvc-" + claim.head().uid());
    }

    /** A volume that was made for a claim goes when that claim is gone. */
    private static Decision release(Snapshot snapshot, StoredObject volume) {
        JsonNode reference = volume.tree().at("/spec/claimRef");
        String name = reference.path("name").asString("");
        if (name.isEmpty()
                || !volume.key().name().equals("pvc-" + reference.path("uid").asString(""))) {
            return Decision.nothing();
        }
        return snapshot.get(Kind.PERSISTENT_VOLUME_CLAIM.key(
                                reference.path("namespace").asString(""), name))
                        .filter(claim -> volumeOf(claim).equals(volume.key()))
                        .isPresent()
                ? Decision.nothing()
                : Decision.of(new Effect.Delete(volume));
    }

    private static Decision decide(Snapshot snapshot, StoredObject stored) {
        ObjectNode claim = stored.tree();
        if ("Bound".equals(claim.path("status").path("phase").asString(""))) {
            return Decision.nothing();
        }
        ObjectKey volume = volumeOf(stored);
        List<Effect> effects = new ArrayList<>();
        if (snapshot.get(volume).isEmpty()) {
            effects.add(new Effect.Create(volume, volume(volume, stored, claim.path("spec"))));
        }
        ObjectNode bound = claim.deepCopy();
        bound.withObjectProperty("spec").put("volumeName", volume.name());
        ObjectNode status = bound.withObjectProperty("status").put("phase", "Bound");
        copy(claim.path("spec").path("accessModes"), "accessModes", status);
        copy(claim.at("/spec/resources/requests"), "capacity", status);
        effects.add(new Effect.Replace(stored, bound));
        return Decision.of(effects);
    }

    private static ObjectNode volume(ObjectKey key, StoredObject claim, JsonNode spec) {
        ObjectNode volume = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.PERSISTENT_VOLUME, key);
        ObjectNode wanted = volume.putObject("spec");
        copy(spec.path("accessModes"), "accessModes", wanted);
        copy(spec.at("/resources/requests"), "capacity", wanted);
        copy(spec.path("storageClassName"), "storageClassName", wanted);
        copy(spec.path("volumeMode"), "volumeMode", wanted);
        wanted.put("persistentVolumeReclaimPolicy", "Delete");
        wanted.putObject("hostPath").put("path", "/simulated/" + key.name());
        wanted.putObject("claimRef")
                .put("apiVersion", "v1")
                .put("kind", "PersistentVolumeClaim")
                .put("name", claim.key().name())
                .put("namespace", claim.key().namespace())
                .put("uid", claim.head().uid());
        volume.putObject("status").put("phase", "Bound");
        return volume;
    }

    private static void copy(JsonNode value, String field, ObjectNode to) {
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(field, value.deepCopy());
        }
    }
}
