package dev.flotilla.apiserver.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DefinitionControllerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private final DefinitionController controller = new DefinitionController();

    private static StoredObject definition(String plural, String created, String more) {
        return Objects.stored(new ObjectKey(SnapshotCatalog.DEFINITIONS, "", plural + ".example.io"), 1, """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"%s.example.io","uid":"u","creationTimestamp":"%s",
                  "finalizers":["customresourcecleanup.apiextensions.k8s.io"]%s},
                 "spec":{"group":"example.io","scope":"Namespaced","names":{"kind":"Gear","plural":"%s"},
                  "versions":[{"name":"v1","served":true,"storage":true}]}}""".formatted(
                        plural, created, more, plural));
    }

    private List<Effect> decide(Snapshot snapshot, StoredObject definition) {
        return controller.decide(snapshot, definition.key(), NOW).effects();
    }

    private static String condition(JsonNode definition, String type) {
        return definition
                .path("status")
                .path("conditions")
                .valueStream()
                .filter(each -> each.path("type").asString("").equals(type))
                .map(each -> each.path("status").asString(""))
                .findFirst()
                .orElse("");
    }

    private static JsonNode status(List<Effect> effects) {
        assertThat(effects).hasSize(1);
        return ((Effect.UpdateStatus) effects.getFirst()).object();
    }

    @Test
    void establishesWhoseNamesAreFree() {
        StoredObject gears = definition("gears", "2026-01-01T00:00:00Z", "");

        JsonNode decided = status(decide(StateTable.EMPTY.put(gears), gears));

        assertThat(condition(decided, "NamesAccepted")).isEqualTo("True");
        assertThat(condition(decided, "Established")).isEqualTo("True");
        assertThat(decided.path("status").path("storedVersions").toString()).isEqualTo("[\"v1\"]");
    }

    @Test
    void decidesNothingTwice() {
        StoredObject gears = definition("gears", "2026-01-01T00:00:00Z", "");
        JsonNode decided = status(decide(StateTable.EMPTY.put(gears), gears));
        StoredObject established = Objects.stored(gears.key(), 2, decided.toString());

        assertThat(decide(StateTable.EMPTY.put(established), established)).isEmpty();
    }

    @Test
    void givesANameToTheOlderDefinition() {
        StoredObject older = definition("gears", "2026-01-01T00:00:00Z", "");
        StoredObject younger = definition("cogs", "2026-02-01T00:00:00Z", "");
        Snapshot snapshot = StateTable.EMPTY.put(older).put(younger);

        assertThat(condition(status(decide(snapshot, younger)), "Established")).isEqualTo("False");
        assertThat(condition(status(decide(snapshot, older)), "Established")).isEqualTo("True");
    }

    @Test
    void deletesResourcesBeforeTheirDefinition() {
        StoredObject going =
                definition("gears", "2026-01-01T00:00:00Z", ",\"deletionTimestamp\":\"2026-11-24T00:00:00Z\"");
        StoredObject gear = Objects.stored(
                ObjectKey.of("example.io", "gears", "n", "g"),
                2,
                "{\"apiVersion\":\"example.io/v1\",\"kind\":\"Gear\",\"metadata\":{\"name\":\"g\"}}");

        assertThat(decide(StateTable.EMPTY.put(going).put(gear), going))
                .singleElement()
                .isInstanceOf(Effect.Delete.class);
        assertThat(decide(StateTable.EMPTY.put(going), going))
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Update.class,
                        update -> assertThat(update.object()
                                        .path("metadata")
                                        .path("finalizers")
                                        .isEmpty())
                                .isTrue());
    }
}
