package dev.flotilla.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ObjectLifecycleTest {
    private static final ResourceType CONFIG_MAP = type("", "v1", "configmaps");
    private static final ResourceType DEPLOYMENT = type("apps", "v1", "deployments");
    private static final ResourceType NAMESPACE = type("", "v1", "namespaces");
    private static final ResourceType LEASE = type("coordination.k8s.io", "v1", "leases");
    private static final WriteContext CONTEXT = new WriteContext(
            Instant.parse("2026-11-24T02:03:04.567Z"), "6a4f6c1e-0000-4000-8000-0123456789ab", "tester");

    private final ObjectLifecycle lifecycle = new ObjectLifecycle(type -> KindRules.NONE);

    @Test
    void createSetsWhatTheServerOwnsAndIgnoresWhatTheClientSays() {
        ObjectNode created = lifecycle.create(DEPLOYMENT, "default", json("""
                        {"metadata":{"name":"d","uid":"x","creationTimestamp":"2001-01-01T00:00:00Z","generation":7,
                        "deletionTimestamp":"2001-01-01T00:00:00Z","labels":{}},
                        "spec":{"replicas":2},"status":{"replicas":9}}"""), CONTEXT);

        JsonNode metadata = created.path("metadata");
        assertThat(metadata.path("uid").stringValue()).isEqualTo(CONTEXT.uid());
        assertThat(metadata.path("creationTimestamp").stringValue()).isEqualTo("2026-11-24T02:03:04Z");
        assertThat(metadata.path("generation").intValue()).isEqualTo(1);
        assertThat(metadata.path("namespace").stringValue()).isEqualTo("default");
        assertThat(metadata.has("deletionTimestamp")).isFalse();
        assertThat(metadata.has("labels")).isFalse();
        assertThat(created.path("status").toString()).isEqualTo("{}");
        assertThat(created.path("kind").stringValue()).isEqualTo("Deployment");
    }

    @Test
    void createGeneratesTheSameNameForTheSameWrite() {
        ObjectNode wanted = json("{\"metadata\":{\"generateName\":\"web-\"}}");

        String name = name(lifecycle.create(CONFIG_MAP, "default", wanted, CONTEXT));

        assertThat(name).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(name(lifecycle.create(CONFIG_MAP, "default", wanted, CONTEXT)))
                .isEqualTo(name);
    }

    @Test
    void createRefusesWhatAnApiServerRefuses() {
        refused(
                () -> lifecycle.create(CONFIG_MAP, "a", json("{\"metadata\":{\"resourceVersion\":\"1\"}}"), CONTEXT),
                500,
                "resourceVersion should not be set on objects to be created");
        refused(
                () -> lifecycle.create(CONFIG_MAP, "a", json("{\"metadata\":{\"namespace\":\"b\"}}"), CONTEXT),
                400,
                "the namespace of the provided object does not match the namespace sent on the request");
        refused(
                () -> lifecycle.create(CONFIG_MAP, "a", json("{}"), CONTEXT),
                422,
                "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required");
        refused(
                () -> lifecycle.create(CONFIG_MAP, "a", json("{\"metadata\":{\"name\":\"X!\"}}"), CONTEXT),
                422,
                "ConfigMap \"X!\" is invalid: metadata.name: Invalid value: \"X!\": a lowercase RFC 1123 subdomain must"
                        + " consist of lower case alphanumeric characters, '-' or '.', and must start and end with an"
                        + " alphanumeric character (e.g. 'example.com', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    @Test
    void createdNamespaceIsActiveAndGuardedByItsFinalizer() {
        ObjectNode created = lifecycle.create(NAMESPACE, "", json("{\"metadata\":{\"name\":\"n\"}}"), CONTEXT);

        assertThat(created.path("spec").toString()).isEqualTo("{\"finalizers\":[\"kubernetes\"]}");
        assertThat(created.path("status").toString()).isEqualTo("{\"phase\":\"Active\"}");
    }

    @Test
    void labelsLeaveTheGenerationAndIntentRaisesIt() {
        ObjectNode old = deployment();

        ObjectNode labelled = old.deepCopy();
        labelled.withObject("/metadata").putObject("labels").put("a", "b");
        ObjectNode scaled = old.deepCopy();
        scaled.withObject("/spec").put("replicas", 3);

        assertThat(generation(update(old, labelled, ""))).isEqualTo(1);
        assertThat(generation(update(old, scaled, ""))).isEqualTo(2);
    }

    @Test
    void objectWritesLeaveStatusAndStatusWritesLeaveTheRest() {
        ObjectNode old = deployment();
        ObjectNode wanted = old.deepCopy();
        wanted.withObject("/spec").put("replicas", 3);
        wanted.withObject("/status").put("replicas", 3);
        wanted.withObject("/metadata").putObject("labels").put("a", "b");
        wanted.withObject("/metadata").putObject("annotations").put("a", "b");

        ObjectNode main = update(old, wanted, "").object();
        ObjectNode status = update(old, wanted, "status").object();

        assertThat(main.path("status").path("replicas").intValue()).isEqualTo(1);
        assertThat(main.path("spec").path("replicas").intValue()).isEqualTo(3);
        assertThat(status.path("status").path("replicas").intValue()).isEqualTo(3);
        assertThat(status.path("spec").path("replicas").intValue()).isEqualTo(1);
        assertThat(status.path("metadata").has("labels")).isFalse();
        assertThat(status.path("metadata").has("annotations")).isTrue();
        assertThat(status.path("metadata").path("generation").intValue()).isEqualTo(1);
    }

    @Test
    void anUpdateThatChangesNothingIsNone() {
        ObjectNode old = deployment();
        ObjectNode wanted = old.deepCopy();
        wanted.withObject("/metadata").remove("resourceVersion");
        wanted.withObject("/spec").put("replicas", 1L);

        assertThat(update(old, wanted, "")).isEqualTo(new WriteOutcome.Unchanged(old));
    }

    @Test
    void updateRefusesWhatAnApiServerRefuses() {
        ObjectNode old = deployment();
        ObjectNode stale = old.deepCopy();
        stale.withObject("/metadata").put("resourceVersion", "6");
        ObjectNode other = old.deepCopy();
        other.withObject("/metadata").put("name", "other");
        ObjectNode reborn = old.deepCopy();
        reborn.withObject("/metadata").put("uid", "u2");
        ObjectNode lease = json("{\"metadata\":{\"name\":\"l\",\"namespace\":\"default\",\"resourceVersion\":\"7\"}}");

        refused(
                () -> update(old, stale, ""),
                409,
                "Operation cannot be fulfilled on deployments.apps \"d\": the object has been modified; please apply"
                        + " your changes to the latest version and try again");
        refused(
                () -> update(old, other, ""),
                400,
                "the name of the object (other) does not match the name on the URL (d)");
        refused(
                () -> update(old, reborn, ""),
                409,
                "Operation cannot be fulfilled on deployments.apps \"d\": Precondition failed: UID in precondition: u2, UID in"
                        + " object meta: u");
        refused(
                () -> lifecycle.update(LEASE, lease, json("{\"metadata\":{\"name\":\"l\"}}"), "", CONTEXT),
                422,
                "leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: 0: must be"
                        + " specified for an update");
    }

    @Test
    void terminatingObjectGoesWithItsLastFinalizerAndTakesNoNewOne() {
        ObjectNode old = json("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default","uid":"u",
                "resourceVersion":"7","creationTimestamp":"2026-01-01T00:00:00Z","finalizers":["a.b/c"],
                "deletionTimestamp":"2026-01-02T00:00:00Z","deletionGracePeriodSeconds":0}}""");
        ObjectNode freed = old.deepCopy();
        freed.withObject("/metadata").remove("finalizers");
        ObjectNode held = old.deepCopy();
        held.withObject("/metadata").withArray("finalizers").add("x.y/z");

        assertThat(lifecycle.update(CONFIG_MAP, old, freed, "", CONTEXT)).isInstanceOf(WriteOutcome.Removed.class);
        refused(
                () -> lifecycle.update(CONFIG_MAP, old, held, "", CONTEXT),
                422,
                "ConfigMap \"c\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the"
                        + " object is being deleted, found new finalizers []string{\"x.y/z\"}");
    }

    @Test
    void scaleChangesReplicasThroughAScale() {
        ObjectNode old = deployment();
        ObjectNode scale = Scale.BUILT_IN.read(DEPLOYMENT, old);

        assertThat(scale.path("status").path("selector").stringValue()).isEqualTo("app=d,tier in (a,b)");
        assertThat(scale.path("spec").path("replicas").intValue()).isEqualTo(1);

        scale.withObject("/spec").put("replicas", 5);
        ObjectNode scaled =
                lifecycle.scale(DEPLOYMENT, old, scale, Scale.BUILT_IN, CONTEXT).object();

        assertThat(scaled.path("spec").path("replicas").intValue()).isEqualTo(5);
        assertThat(scaled.path("metadata").path("generation").intValue()).isEqualTo(2);
    }

    @Test
    void scaleIsOwnedByWhoSetsItAndToZeroByNobody() {
        ObjectNode old = lifecycle.create(DEPLOYMENT, "default", deployment("d2"), CONTEXT);
        old.withObject("/metadata").put("resourceVersion", "7");

        ObjectNode up = scaled(old, 5);
        ObjectNode down = scaled(old, 0);

        assertThat(up.path("metadata").path("managedFields").toString())
                .contains(
                        "\"manager\":\"hpa\",\"operation\":\"Update\",\"apiVersion\":\"apps/v1\",\"fieldsType\":\"FieldsV1\","
                                + "\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}},\"subresource\":\"scale\"}");
        assertThat(down.path("metadata").path("managedFields").toString()).doesNotContain("hpa", "f:replicas");
    }

    @Test
    void podsBeginPendingWithTheQualityTheirResourcesGive() {
        assertThat(quality("{}")).isEqualTo("BestEffort");
        assertThat(quality("{\"requests\":{\"cpu\":\"1\"}}")).isEqualTo("Burstable");
        assertThat(
                        quality(
                                "{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},\"requests\":{\"cpu\":\"1000m\",\"memory\":\"1024Mi\"}}"))
                .isEqualTo("Guaranteed");
        assertThat(
                        quality(
                                "{\"limits\":{\"cpu\":\"2\",\"memory\":\"1Gi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"1Gi\"}}"))
                .isEqualTo("Burstable");
    }

    @Test
    void jobsFindTheirPodsByTheirOwnUid() {
        ObjectNode job = lifecycle.create(
                type("batch", "v1", "jobs"),
                "default",
                json("{\"metadata\":{\"name\":\"j\"},\"spec\":{\"template\":{\"spec\":{}}}}"),
                CONTEXT);

        assertThat(job.path("spec").path("selector").toString())
                .isEqualTo("{\"matchLabels\":{\"batch.kubernetes.io/controller-uid\":\"" + CONTEXT.uid() + "\"}}");
        assertThat(job.path("spec")
                        .path("template")
                        .path("metadata")
                        .path("labels")
                        .path("job-name")
                        .stringValue())
                .isEqualTo("j");
        assertThat(job.path("metadata").path("managedFields").toString()).doesNotContain("f:selector");
    }

    @Test
    void appliedConfigurationsAreHeldToTheRequestAndTheVersion() {
        ObjectKey key = ObjectKey.of("", "configmaps", "default", "c");
        ObjectNode config = json("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}");
        ObjectNode named = config.deepCopy();
        named.withObject("/metadata").put("name", "other");
        ObjectNode reborn = config.deepCopy();
        reborn.withObject("/metadata").put("uid", "x");
        ObjectNode old = apply(key, Optional.empty(), config).object();
        old.withObject("/metadata").put("resourceVersion", "7");
        ObjectNode stale = config.deepCopy();
        stale.withObject("/metadata").put("resourceVersion", "6");

        assertThat(apply(key, Optional.of(old), config)).isInstanceOf(WriteOutcome.Unchanged.class);
        refused(
                () -> apply(key, Optional.empty(), named),
                400,
                "the name of the object (other) does not match the name on the URL (c)");
        refused(
                () -> apply(key, Optional.empty(), reborn),
                409,
                "Operation cannot be fulfilled on configmaps \"c\": uid mismatch: the provided object specified uid x,"
                        + " and no existing object was found");
        refused(
                () -> apply(key, Optional.of(old), stale),
                409,
                "Operation cannot be fulfilled on configmaps \"c\": the object has been modified; please apply your"
                        + " changes to the latest version and try again");
        refused(
                () -> lifecycle.apply(CONFIG_MAP, key, Optional.empty(), config, "status", false, CONTEXT),
                404,
                "configmaps \"c\" not found");
    }

    private WriteOutcome apply(ObjectKey key, Optional<ObjectNode> old, ObjectNode config) {
        return lifecycle.apply(CONFIG_MAP, key, old, config, "", false, CONTEXT);
    }

    private ObjectNode scaled(ObjectNode old, int replicas) {
        ObjectNode scale = Scale.BUILT_IN.read(DEPLOYMENT, old);
        scale.withObject("/spec").put("replicas", replicas);
        WriteContext hpa = new WriteContext(CONTEXT.now(), CONTEXT.uid(), "hpa");
        return lifecycle.scale(DEPLOYMENT, old, scale, Scale.BUILT_IN, hpa).object();
    }

    private String quality(String resources) {
        ObjectNode pod = lifecycle.create(
                type("", "v1", "pods"),
                "default",
                json("{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":"
                        + resources + "}]}}"),
                CONTEXT);
        assertThat(pod.path("status").path("phase").stringValue()).isEqualTo("Pending");
        return pod.path("status").path("qosClass").stringValue();
    }

    private static ObjectNode deployment(String name) {
        return json("{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"replicas\":1,\"selector\":{}}}");
    }

    private WriteOutcome update(ObjectNode old, ObjectNode wanted, String subresource) {
        return lifecycle.update(DEPLOYMENT, old, wanted, subresource, CONTEXT);
    }

    private static ObjectNode deployment() {
        return json("""
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"default","uid":"u",
                "resourceVersion":"7","generation":1,"creationTimestamp":"2026-01-01T00:00:00Z"},
                "spec":{"replicas":1,"selector":{"matchLabels":{"app":"d"},
                "matchExpressions":[{"key":"tier","operator":"In","values":["b","a"]}]}},"status":{"replicas":1}}""");
    }

    private static int generation(WriteOutcome outcome) {
        return outcome.object().path("metadata").path("generation").intValue();
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").stringValue();
    }

    private static void refused(ThrowingCallable write, int code, String message) {
        assertThatExceptionOfType(StatusException.class).isThrownBy(write).satisfies(refusal -> {
            StatusError status = refusal.status();
            assertThat(status.message()).isEqualTo(message);
            assertThat(status.code()).isEqualTo(code);
        });
    }

    private static ResourceType type(String group, String version, String plural) {
        return KubernetesSchema.get().find(group, version, plural).orElseThrow();
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
