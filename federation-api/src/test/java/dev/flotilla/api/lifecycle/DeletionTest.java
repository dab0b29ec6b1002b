package dev.flotilla.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DeletionTest {
    private static final ResourceType CONFIG_MAP = type("", "v1", "configmaps");
    private static final ResourceType DEPLOYMENT = type("apps", "v1", "deployments");
    private static final ResourceType NAMESPACE = type("", "v1", "namespaces");
    private static final ResourceType POD = type("", "v1", "pods");
    private static final Instant NOW = Instant.parse("2026-11-24T02:03:04Z");

    private final ObjectLifecycle lifecycle = new ObjectLifecycle(type -> KindRules.NONE);

    @Test
    void objectWithoutFinalizersGoesAtOnce() {
        assertThat(delete(CONFIG_MAP, object(""), DeleteOptions.NONE)).isInstanceOf(Deletion.Removed.class);
        assertThat(delete(CONFIG_MAP, object(""), DeleteOptions.propagating("Background")))
                .isInstanceOf(Deletion.Removed.class);
    }

    @Test
    void finalizersKeepItAndASecondDeletionChangesNothing() {
        Deletion first = delete(CONFIG_MAP, object(",\"finalizers\":[\"a.b/c\"]"), DeleteOptions.NONE);

        assertThat(first).isInstanceOf(Deletion.Marked.class);
        assertThat(metadata(first).path("deletionTimestamp").stringValue()).isEqualTo("2026-11-24T02:03:04Z");
        assertThat(metadata(first).path("deletionGracePeriodSeconds").intValue())
                .isZero();
        assertThat(delete(CONFIG_MAP, first.object(), DeleteOptions.NONE)).isInstanceOf(Deletion.Unchanged.class);
    }

    @Test
    void policiesBecomeTheCollectorsFinalizersAndCountAsAGeneration() {
        ObjectNode old = object(",\"generation\":1");

        Deletion foreground = delete(DEPLOYMENT, old, DeleteOptions.propagating("Foreground"));
        Deletion orphan = delete(DEPLOYMENT, foreground.object(), DeleteOptions.propagating("Orphan"));

        assertThat(metadata(foreground).path("finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        assertThat(metadata(foreground).path("generation").intValue()).isEqualTo(2);
        assertThat(metadata(orphan).path("finalizers").toString()).isEqualTo("[\"orphan\"]");
        assertThat(metadata(orphan).path("generation").intValue()).isEqualTo(2);
        assertThat(delete(DEPLOYMENT, foreground.object(), DeleteOptions.propagating("Background")))
                .isInstanceOf(Deletion.Removed.class);
    }

    @Test
    void scheduledPodsHaveTheirGracePeriodWhichCanOnlyShrink() {
        ObjectNode pod = object("");
        pod.putObject("spec").put("nodeName", "n").put("terminationGracePeriodSeconds", 30);

        Deletion graceful = delete(POD, pod, DeleteOptions.NONE);
        Deletion shorter = delete(POD, graceful.object(), DeleteOptions.afterSeconds(5));

        assertThat(metadata(graceful).path("deletionTimestamp").stringValue()).isEqualTo("2026-11-24T02:03:34Z");
        assertThat(metadata(graceful).path("deletionGracePeriodSeconds").intValue())
                .isEqualTo(30);
        assertThat(delete(POD, graceful.object(), DeleteOptions.NONE)).isInstanceOf(Deletion.Unchanged.class);
        assertThat(delete(POD, graceful.object(), DeleteOptions.afterSeconds(60)))
                .isInstanceOf(Deletion.Unchanged.class);
        assertThat(metadata(shorter).path("deletionTimestamp").stringValue()).isEqualTo("2026-11-24T02:03:09Z");
        assertThat(delete(POD, graceful.object(), DeleteOptions.afterSeconds(0)))
                .isInstanceOf(Deletion.Removed.class);
    }

    @Test
    void podsThatNoKubeletRunsGoAtOnce() {
        ObjectNode finished = object("");
        finished.putObject("spec").put("nodeName", "n");
        finished.putObject("status").put("phase", "Succeeded");

        assertThat(delete(POD, object(""), DeleteOptions.NONE)).isInstanceOf(Deletion.Removed.class);
        assertThat(delete(POD, finished, DeleteOptions.afterSeconds(30))).isInstanceOf(Deletion.Removed.class);
    }

    @Test
    void namespaceTerminatesFirstAndGoesWhenItIsFinalized() {
        ObjectNode namespace = object("");
        namespace.withObject("/metadata").remove("namespace");
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("spec").putArray("finalizers").add("kubernetes");

        ObjectNode terminating =
                delete(NAMESPACE, namespace, DeleteOptions.NONE).object();
        assertThat(terminating.path("status").path("phase").stringValue()).isEqualTo("Terminating");
        assertThat(terminating.path("spec").path("finalizers")).hasSize(1);
        assertThat(terminating.path("metadata").has("deletionTimestamp")).isTrue();
        assertThat(delete(NAMESPACE, terminating, DeleteOptions.NONE)).isInstanceOf(Deletion.Unchanged.class);

        ObjectNode emptied = terminating.deepCopy();
        emptied.withObject("/spec").remove("finalizers");
        assertThat(lifecycle.update(NAMESPACE, terminating, emptied, "", context()))
                .isInstanceOf(WriteOutcome.Unchanged.class);
        assertThat(lifecycle.update(NAMESPACE, terminating, emptied, "finalize", context()))
                .isInstanceOf(WriteOutcome.Removed.class);
    }

    @Test
    void refusesWhatAnApiServerRefuses() {
        ObjectNode namespace = object("");
        namespace.withObject("/metadata").put("name", "kube-system");
        DeleteOptions otherUid =
                new DeleteOptions(Optional.empty(), OptionalLong.empty(), Optional.of("x"), Optional.empty());
        DeleteOptions otherVersion =
                new DeleteOptions(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.of("1"));

        refused(
                NAMESPACE,
                namespace,
                DeleteOptions.NONE,
                403,
                "namespaces \"kube-system\" is forbidden: this namespace may not be deleted");
        refused(
                CONFIG_MAP,
                object(""),
                otherUid,
                409,
                "Operation cannot be fulfilled on ConfigMap \"c\": the UID in the precondition (x) does not match the"
                        + " UID in record (u). The object might have been deleted and then recreated");
        refused(
                CONFIG_MAP,
                object(""),
                otherVersion,
                409,
                "Operation cannot be fulfilled on ConfigMap \"c\": the ResourceVersion in the precondition (1) does not"
                        + " match the ResourceVersion in record (7). The object might have been modified");
        refused(
                CONFIG_MAP,
                object(""),
                DeleteOptions.propagating("X"),
                422,
                "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"X\": supported"
                        + " values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
    }

    private void refused(ResourceType type, ObjectNode old, DeleteOptions options, int code, String message) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> delete(type, old, options))
                .satisfies(refusal -> {
                    assertThat(refusal.status().message()).isEqualTo(message);
                    assertThat(refusal.status().code()).isEqualTo(code);
                });
    }

    private Deletion delete(ResourceType type, ObjectNode old, DeleteOptions options) {
        ObjectNode stored = old.deepCopy();
        stored.withObject("/metadata").put("resourceVersion", "7");
        return lifecycle.delete(type, stored, options, context());
    }

    private static WriteContext context() {
        return new WriteContext(NOW, "6a4f6c1e-0000-4000-8000-0123456789ab", "tester");
    }

    private static JsonNode metadata(Deletion deletion) {
        return deletion.object().path("metadata");
    }

    private static ObjectNode object(String more) {
        String json = "{\"metadata\":{\"name\":\"c\",\"namespace\":\"default\",\"uid\":\"u\"" + more + "}}";
        return ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ResourceType type(String group, String version, String plural) {
        return KubernetesSchema.get().find(group, version, plural).orElseThrow();
    }
}
