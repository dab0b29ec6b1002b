package dev.flotilla.apiserver.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceControllerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final StoredObject GOING = Objects.namespace(5, "n", true, "\"kubernetes\",\"example.io/own\"");
    private final NamespaceController controller = new NamespaceController();

    private List<Effect> decide(Snapshot snapshot) {
        return controller.decide(snapshot, GOING.key(), NOW).effects();
    }

    @Test
    void leavesLivingNamespacesAlone() {
        Snapshot snapshot = StateTable.EMPTY
                .put(Objects.namespace(1, "n", false, "\"kubernetes\""))
                .put(Objects.deployment(2, "d", ""));

        assertThat(decide(snapshot)).isEmpty();
    }

    @Test
    void deletesTheContentFirst() {
        Snapshot snapshot = StateTable.EMPTY.put(GOING).put(Objects.deployment(2, "d", ""));

        assertThat(decide(snapshot)).singleElement().isInstanceOf(Effect.Delete.class);
    }

    @Test
    void saysWhatHoldsItBack() {
        Snapshot snapshot = StateTable.EMPTY.put(GOING).put(Objects.deployment(2, "d", "", "example.io/hold"));

        assertThat(decide(snapshot))
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.UpdateStatus.class,
                        update -> assertThat(update.object().path("status").toString())
                                .contains("NamespaceContentRemaining", "deployments.apps", "example.io/hold"));
    }

    @Test
    void givesUpItsOwnFinalizerAloneWhenNothingIsLeft() {
        assertThat(decide(StateTable.EMPTY.put(GOING)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Replace.class,
                        replace -> assertThat(replace.object()
                                        .path("spec")
                                        .path("finalizers")
                                        .toString())
                                .isEqualTo("[\"example.io/own\"]"));
    }

    @Test
    void looksAgainWhenContentOfAGoingNamespaceChanges() {
        StoredObject content = Objects.deployment(2, "d", "");
        Change gone = new Change(content.key(), content, null, 7);

        assertThat(controller.concerns(StateTable.EMPTY.put(GOING), gone)).containsExactly(GOING.key());
        assertThat(controller.concerns(StateTable.EMPTY.put(Objects.namespace(5, "n", false, "")), gone))
                .isEmpty();
    }
}
