package dev.flotilla.apiserver.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final StoredObject OWNER = Objects.deployment(1, "owner", "");
    private static final StoredObject DEPENDENT = Objects.dependent(2, "dependent", OWNER, "");

    private static GarbageCollector ofCluster() {
        return GarbageCollector.ofAbsentOwners(_ -> KubernetesSchema.get());
    }

    private static GarbageCollector ofHub() {
        return GarbageCollector.ofSeenDeletions(_ -> KubernetesSchema.get());
    }

    private static List<Effect> decide(GarbageCollector collector, Snapshot snapshot, StoredObject object) {
        return collector.decide(snapshot, object.key(), NOW).effects();
    }

    @Test
    void leavesDependentsOfLivingOwnersAlone() {
        Snapshot snapshot = StateTable.EMPTY.put(OWNER).put(DEPENDENT);

        assertThat(decide(ofCluster(), snapshot, DEPENDENT)).isEmpty();
    }

    @Test
    void deletesDependentsWhoseOwnerIsGone() {
        Snapshot snapshot = StateTable.EMPTY.put(DEPENDENT);

        assertThat(decide(ofCluster(), snapshot, DEPENDENT)).singleElement().isInstanceOf(Effect.Delete.class);
    }

    @Test
    void takesAnOwnerOfAnotherUidForGone() {
        Snapshot snapshot =
                StateTable.EMPTY.put(Objects.deployment(5, "owner", "other")).put(DEPENDENT);

        assertThat(decide(ofCluster(), snapshot, DEPENDENT)).hasSize(1);
    }

    @Test
    void onAHubTakesAnOwnerForGoneOnlyWhenItSawTheDeletion() {
        Snapshot snapshot = StateTable.EMPTY.put(DEPENDENT);
        GarbageCollector collector = ofHub();

        assertThat(decide(collector, snapshot, DEPENDENT)).isEmpty();
        assertThat(collector.concerns(snapshot, new Change(OWNER.key(), OWNER, null, 3)))
                .containsExactly(DEPENDENT.key());
        assertThat(decide(collector, snapshot, DEPENDENT)).hasSize(1);
    }

    @Test
    void keepsAForegroundOwnerUntilItsBlockersAreGone() {
        StoredObject going = Objects.deployment(3, "owner", "", "foregroundDeletion");
        Snapshot before = StateTable.EMPTY.put(going).put(DEPENDENT);
        Snapshot after = StateTable.EMPTY.put(going);

        assertThat(decide(ofCluster(), before, going))
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Delete.class, delete -> assertThat(delete.base()).isEqualTo(DEPENDENT));
        assertThat(decide(ofCluster(), after, going))
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Update.class,
                        update -> assertThat(update.object()
                                        .path("metadata")
                                        .path("finalizers")
                                        .isEmpty())
                                .isTrue());
    }

    @Test
    void freesTheDependentsOfAnOrphaningOwner() {
        StoredObject going = Objects.deployment(3, "owner", "", "orphan");
        Snapshot snapshot = StateTable.EMPTY.put(going).put(DEPENDENT);

        List<Effect> effects = decide(ofCluster(), snapshot, going);

        assertThat(effects).hasSize(2);
        assertThat(effects.getFirst())
                .isInstanceOfSatisfying(
                        Effect.Update.class,
                        update -> assertThat(update.object()
                                        .path("metadata")
                                        .path("ownerReferences")
                                        .isEmpty())
                                .isTrue());
    }

    @Test
    void looksAgainAtAWaitingOwnerWhenADependentIsGone() {
        StoredObject going = Objects.deployment(3, "owner", "", "foregroundDeletion");
        Snapshot snapshot = StateTable.EMPTY.put(going);

        assertThat(ofCluster().concerns(snapshot, new Change(DEPENDENT.key(), DEPENDENT, null, 4)))
                .contains(going.key());
    }
}
