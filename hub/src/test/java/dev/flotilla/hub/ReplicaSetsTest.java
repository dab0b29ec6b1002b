package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ReplicaSetsTest {
    private final ReplicaSets sets = new ReplicaSets();

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static StoredObject deployment(String name, String image, String status) {
        ObjectNode tree = json("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'" + name
                + "','namespace':'n','uid':'u','generation':2,'creationTimestamp':'2026-11-24T00:00:00Z'},'spec':"
                + "{'replicas':3,'selector':{'matchLabels':{'app':'a'}},'template':{'metadata':{'labels':{'app':'a'}},"
                + "'spec':{'containers':[{'name':'c','image':'" + image + "'}]}}},'status':" + status + "}");
        return StoredObject.of(ObjectKey.of("apps", "deployments", "n", name), 7, ObjectJson.encode(tree));
    }

    private static Snapshot snapshot(StoredObject... objects) {
        InMemoryObjectStore store = new InMemoryObjectStore();
        for (StoredObject each : objects) {
            store.commit(new Commit(
                            List.of(new Write.Put(each.key(), each.storedJson())),
                            List.of(),
                            Commit.Origin.CONTROLLER,
                            "test"))
                    .toCompletableFuture()
                    .join();
        }
        return store.snapshot();
    }

    @Test
    void showTheTemplateWithItsHash() {
        StoredObject deployment = deployment("web", "x", "{}");
        Snapshot snapshot = snapshot(deployment);
        List<StoredObject> all = sets.list(snapshot, "n", null).toList();

        assertThat(all).hasSize(1);
        ObjectNode set = all.getFirst().tree();
        String hash = set.at("/metadata/labels/pod-template-hash").asString();
        assertThat(set.at("/metadata/name").asString()).isEqualTo("web-" + hash);
        assertThat(set.at("/metadata/ownerReferences/0"))
                .isEqualTo(json("{'apiVersion':'apps/v1','kind':'Deployment','name':'web','uid':'u','controller':true,"
                        + "'blockOwnerDeletion':true}"));
        assertThat(set.at("/spec/selector/matchLabels"))
                .isEqualTo(json("{'app':'a','pod-template-hash':'" + hash + "'}"));
        assertThat(set.at("/spec/template/spec")).isEqualTo(deployment.tree().at("/spec/template/spec"));
        assertThat(sets.get(snapshot, all.getFirst().key())).isPresent();
        assertThat(sets.get(snapshot, ObjectKey.of("apps", "replicasets", "n", "web-other")))
                .isEmpty();
        assertThat(sets.get(snapshot, ObjectKey.of("apps", "replicasets", "n", "nodash")))
                .isEmpty();
        assertThat(sets.refusesWrite(snapshot, all.getFirst().key())).isPresent();
    }

    @Test
    void countWhatIsSurelyOfTheNewestTemplate() {
        String rolling =
                "{'observedGeneration':2,'replicas':4,'updatedReplicas':2,'readyReplicas':3,'availableReplicas':2}";
        String stale =
                "{'observedGeneration':1,'replicas':3,'updatedReplicas':3,'readyReplicas':3,'availableReplicas':3}";

        assertThat(RolloutSet.of(deployment("a", "x", rolling)).tree().path("status"))
                .isEqualTo(json("{'replicas':2,'fullyLabeledReplicas':2,'readyReplicas':1,'availableReplicas':0,"
                        + "'observedGeneration':1}"));
        assertThat(RolloutSet.of(deployment("a", "x", stale))
                        .tree()
                        .at("/status/readyReplicas")
                        .asInt())
                .isZero();
    }

    @Test
    void areListedInTheOrderOfTheirNamesAfterOneOfThem() {
        Snapshot snapshot =
                snapshot(deployment("a", "x", "{}"), deployment("a-b", "x", "{}"), deployment("b", "x", "{}"));
        List<ObjectKey> all =
                sets.list(snapshot, "", null).map(StoredObject::key).toList();

        assertThat(all).hasSize(3).isSorted();
        assertThat(sets.list(snapshot, "", all.getFirst()).map(StoredObject::key))
                .isEqualTo(all.subList(1, 3));
    }

    @Test
    void changeTheirNamesWithTheTemplate() {
        StoredObject before = deployment("web", "x", "{}");
        StoredObject after = deployment("web", "y", "{}");

        assertThat(sets.concerns(new Change(before.key(), before, after, 8)))
                .containsExactly(
                        RolloutSet.of(before).key(), RolloutSet.of(after).key());
        assertThat(sets.concerns(new Change(before.key(), null, before, 7)))
                .containsExactly(RolloutSet.of(before).key());
    }
}
