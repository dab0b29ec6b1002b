package dev.flotilla.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class EffectCommitsTest {
    private static final ObjectKey KEY = ObjectKey.of("apps", "deployments", "default", "d");
    private static final ObjectKey OTHER = ObjectKey.of("", "configmaps", "default", "c");
    private static final WriteContext CONTEXT = new WriteContext(
            Instant.parse("2026-11-24T02:03:04Z"), "6a4f6c1e-0000-4000-8000-0123456789ab", "scheduler");

    private final EffectCommits commits =
            new EffectCommits(new ObjectLifecycle(type -> KindRules.NONE), snapshot -> KubernetesSchema.get());

    @Test
    void createdObjectMustBeAbsentAndItsUidFollowsFromTheDecision() {
        Effect create = new Effect.Create(OTHER, json("{\"apiVersion\":\"v1\",\"data\":{\"a\":\"1\"}}"));

        Commit commit = commit(create).orElseThrow();

        assertThat(commit.preconditions()).containsExactly(new Precondition.Absent(OTHER));
        assertThat(commit.origin()).isEqualTo(Commit.Origin.CONTROLLER);
        assertThat(commit.actor()).isEqualTo("scheduler");
        ObjectNode written = written(commit);
        assertThat(written.path("metadata").path("name").stringValue()).isEqualTo("c");
        assertThat(written.path("metadata")
                        .path("managedFields")
                        .path(0)
                        .path("manager")
                        .stringValue())
                .isEqualTo("scheduler");
        assertThat(written(commit(create).orElseThrow())).isEqualTo(written);
    }

    @Test
    void updateHoldsUnderTheVersionItWasDecidedFrom() {
        StoredObject base = deployment();
        ObjectNode wanted = base.tree();
        wanted.withObject("/spec").put("replicas", 3);

        Commit commit = commit(new Effect.Update(base, wanted)).orElseThrow();

        assertThat(commit.preconditions()).containsExactly(new Precondition.AtVersion(KEY, 7));
        assertThat(written(commit).path("metadata").path("generation").intValue())
                .isEqualTo(2);
    }

    @Test
    void objectAndStatusAreWrittenAsOne() {
        StoredObject base = deployment();
        ObjectNode wanted = base.tree();
        wanted.withObject("/spec").put("replicas", 3);
        wanted.withObject("/status").put("replicas", 2);

        ObjectNode replaced = written(commit(new Effect.Replace(base, wanted)).orElseThrow());
        ObjectNode both = written(commit(new Effect.Update(base, wanted), new Effect.UpdateStatus(base, wanted))
                .orElseThrow());

        assertThat(replaced.path("spec").path("replicas").intValue()).isEqualTo(3);
        assertThat(replaced.path("status").path("replicas").intValue()).isEqualTo(2);
        assertThat(both).isEqualTo(replaced);
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        StoredObject base = deployment();

        assertThat(commit(new Effect.Update(base, base.tree()), new Effect.UpdateStatus(base, base.tree())))
                .isEmpty();
        assertThat(commit()).isEmpty();
        assertThat(commit(new Effect.Require(new Precondition.Exists(KEY)))).isEmpty();
    }

    @Test
    void requirementsGoWithTheWrites() {
        Precondition required = new Precondition.Exists(OTHER);
        StoredObject base = deployment();

        Commit commit =
                commit(new Effect.Require(required), new Effect.Delete(base)).orElseThrow();

        assertThat(commit.writes()).containsExactly(new Write.Delete(KEY));
        assertThat(commit.preconditions()).containsExactlyInAnyOrder(required, new Precondition.AtVersion(KEY, 7));
    }

    @Test
    void controllersAreRefusedWhatClientsAre() {
        StoredObject base = deployment();
        ObjectNode wanted = base.tree();
        wanted.withObject("/metadata").put("name", "Other");

        assertThatExceptionOfType(StatusException.class).isThrownBy(() -> commit(new Effect.Update(base, wanted)));
    }

    private Optional<Commit> commit(Effect... effects) {
        return commits.commit(new InMemoryObjectStore(List.of()).snapshot(), List.of(effects), CONTEXT);
    }

    private static ObjectNode written(Commit commit) {
        assertThat(commit.writes()).hasSize(1);
        return ObjectJson.parse(((Write.Put) commit.writes().getFirst()).json());
    }

    private static StoredObject deployment() {
        byte[] stored = ObjectJson.encode(new ObjectLifecycle(type -> KindRules.NONE)
                .create(
                        KubernetesSchema.get().find("apps", "v1", "deployments").orElseThrow(),
                        "default",
                        Decoder.decode(json("""
                                                        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},
                                                        "spec":{"replicas":1,"selector":{},"template":{"spec":{"containers":[]}}}}"""), Expected.builtIn("apps/v1", "Deployment"))
                                .object(),
                        CONTEXT));
        return StoredObject.of(KEY, 7, stored);
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
