package dev.flotilla.api.patch.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class FieldOwnershipTest {
    private static final ResourceType DEPLOYMENT =
            KubernetesSchema.get().find("apps", "v1", "deployments").orElseThrow();
    private static final Instant NOW = Instant.parse("2026-11-24T02:03:04Z");
    private static final String IMAGE = ".spec.template.spec.containers[name=\"c\"].image";

    @Test
    void applyOwnsWhatTheConfigurationSays() {
        ObjectNode object = apply("m1", Optional.empty(), deployment("a", "nginx:1"), false);

        JsonNode entry = object.path("metadata").path("managedFields").path(0);
        assertThat(entry.path("operation").stringValue()).isEqualTo("Apply");
        assertThat(entry.path("apiVersion").stringValue()).isEqualTo("apps/v1");
        assertThat(entry.path("time").stringValue()).isEqualTo("2026-11-24T02:03:04Z");
        assertThat(entry.path("fieldsV1").toString())
                .isEqualTo("{\"f:metadata\":{\"f:labels\":{\"f:app\":{}}},\"f:spec\":{\"f:selector\":{},\"f:template\":"
                        + "{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"c\\\"}\":{\".\":{},\"f:image\":{},"
                        + "\"f:name\":{},\"f:ports\":{\"k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":"
                        + "{\".\":{},\"f:containerPort\":{}}}}}}}}}");
    }

    @Test
    void createdObjectsContainersAreOwnedWhereGoCouldLeaveThemOut() {
        ObjectNode object = deployment("a", "nginx:1");
        ownership("kubectl-create").recordUpdate(Optional.empty(), object);

        assertThat(object.path("metadata")
                        .path("managedFields")
                        .path(0)
                        .path("fieldsV1")
                        .toString())
                .isEqualTo("{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{}}},\"f:spec\":{\"f:selector\":{},"
                        + "\"f:template\":{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"c\\\"}\":{\".\":{},"
                        + "\"f:image\":{},\"f:name\":{},\"f:ports\":{\".\":{},"
                        + "\"k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":"
                        + "{\".\":{},\"f:containerPort\":{}}}}}}}}}");
    }

    @Test
    void anotherValueConflictsAndNamesTheOwner() {
        ObjectNode live = apply("m1", Optional.empty(), deployment("a", "nginx:1"), false);

        StatusError refusal = refusal(() -> apply("m2", Optional.of(live), deployment("a", "nginx:2"), false));

        assertThat(refusal.code()).isEqualTo(409);
        assertThat(refusal.reason()).isEqualTo("Conflict");
        assertThat(refusal.message()).isEqualTo("Apply failed with 1 conflict: conflict with \"m1\": " + IMAGE);
        assertThat(refusal.details().orElseThrow().causes())
                .containsExactly(new FieldError(IMAGE, FieldError.Reason.MANAGER_CONFLICT, "conflict with \"m1\""));
    }

    @Test
    void severalConflictsAreListedByManager() {
        ObjectNode live = apply("m1", Optional.empty(), deployment("a", "nginx:1"), false);

        StatusError refusal = refusal(() -> apply("m2", Optional.of(live), deployment("b", "nginx:2"), false));

        assertThat(refusal.message())
                .isEqualTo("Apply failed with 2 conflicts: conflicts with \"m1\":\n- .metadata.labels.app\n- " + IMAGE);
    }

    @Test
    void updatersAreNamedWithSubresourceAndVersion() {
        ObjectNode live = deployment("a", "nginx:1");
        ownership("creator").recordUpdate(Optional.empty(), live);
        ObjectNode scaled = live.deepCopy();
        scaled.withObject("/spec").put("replicas", 5);
        new FieldOwnership(DEPLOYMENT, "hpa", "scale", List.of("status"), NOW).recordUpdate(Optional.of(live), scaled);
        ObjectNode config = deployment("a", "nginx:1");
        config.withObject("/spec").put("replicas", 2);

        assertThat(refusal(() -> apply("m", Optional.of(scaled), config, false)).message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"hpa\" with subresource \"scale\" using"
                        + " apps/v1: .spec.replicas");
    }

    @Test
    void theSameValueIsSharedAndForceTakesIt() {
        ObjectNode one = apply("m1", Optional.empty(), deployment("a", "nginx:1"), false);
        ObjectNode shared = apply("m2", Optional.of(one), deployment("a", "nginx:1"), false);
        ObjectNode taken = apply("m2", Optional.of(shared), deployment("a", "nginx:2"), true);

        assertThat(fields(shared, "m1")).isEqualTo(fields(shared, "m2"));
        assertThat(fields(taken, "m2").has(image())).isTrue();
        assertThat(fields(taken, "m1").has(image())).isFalse();
        assertThat(fields(taken, "m1")
                        .has(List.of(
                                PathElement.field("metadata"), PathElement.field("labels"), PathElement.field("app"))))
                .isTrue();
    }

    @Test
    void whatIsLeftOutGoesUnlessSomebodyElseOwnsIt() {
        ObjectNode config = deployment("a", "nginx:1");
        config.withObject("/metadata/labels").put("b", "1").put("shared", "1");
        ObjectNode other = json(
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\",\"labels\":{\"shared\":\"1\"}}}");
        ObjectNode both = apply("m2", Optional.of(apply("m1", Optional.empty(), config, false)), other, false);

        ObjectNode less = apply("m1", Optional.of(both), deployment("a", "nginx:1"), false);
        ObjectNode none = apply("m2", Optional.of(less), bare(), false);

        assertThat(less.path("metadata").path("labels").toString()).isEqualTo("{\"app\":\"a\",\"shared\":\"1\"}");
        assertThat(none.path("metadata").path("labels").toString()).isEqualTo("{\"app\":\"a\"}");
        assertThat(none.path("metadata").path("managedFields")).hasSize(1);
    }

    @Test
    void listItemsGoWithTheirLastOwner() {
        ObjectNode config = deployment("a", "nginx:1");
        config.withObject("/spec/template/spec")
                .withArray("containers")
                .addObject()
                .put("name", "side")
                .put("image", "side:1");
        ObjectNode live = apply("m1", Optional.empty(), config, false);

        ObjectNode less = apply("m1", Optional.of(live), deployment("a", "nginx:1"), false);

        assertThat(less.path("spec").path("template").path("spec").path("containers"))
                .hasSize(1);
    }

    @Test
    void firstApplyFindsAnOwnerForWhatWasThere() {
        ObjectNode live = deployment("a", "nginx:1");
        live.withObject("/metadata").put("uid", "u");

        ObjectNode applied = apply("m", Optional.of(live), deployment("a", "nginx:1"), false);

        JsonNode entries = applied.path("metadata").path("managedFields");
        assertThat(entries.path(0).path("manager").stringValue()).isEqualTo("m");
        assertThat(entries.path(1).path("manager").stringValue()).isEqualTo("before-first-apply");
        assertThat(entries.path(1).path("operation").stringValue()).isEqualTo("Update");
    }

    @Test
    void ownershipThatWasGivenUpStaysSoUntilTheNextApply() {
        ObjectNode live = deployment("a", "nginx:1");
        ownership("creator").recordUpdate(Optional.empty(), live);
        ObjectNode cleared = live.deepCopy();
        cleared.withObject("/metadata").putArray("managedFields").addObject();
        ownership("x").recordUpdate(Optional.of(live), cleared);
        ObjectNode changed = cleared.deepCopy();
        changed.withObject("/spec").put("replicas", 9);
        ownership("x").recordUpdate(Optional.of(cleared), changed);

        assertThat(cleared.path("metadata").has("managedFields")).isFalse();
        assertThat(changed.path("metadata").has("managedFields")).isFalse();
    }

    @Test
    void oldUpdatersArePutTogetherBeyondTen() {
        ObjectNode live = deployment("a", "nginx:1");
        ownership("creator").recordUpdate(Optional.empty(), live);
        for (int i = 0; i < 12; i++) {
            ObjectNode next = live.deepCopy();
            next.withObject("/metadata/labels").put("l" + i, "x");
            new FieldOwnership(DEPLOYMENT, "m" + i, "", List.of("status"), NOW.plusSeconds(i + 1))
                    .recordUpdate(Optional.of(live), next);
            live = next;
        }

        JsonNode entries = live.path("metadata").path("managedFields");
        assertThat(entries).hasSize(10);
        assertThat(entries.path(0).path("manager").stringValue()).isEqualTo("ancient-changes");
        assertThat(fields(live, "ancient-changes").has(image())).isTrue();
    }

    @Test
    void kubectlMayTakeOverWhatItAppliedFromTheClientsSide() {
        ObjectNode config = deployment("a", "nginx:1");
        ObjectNode live = config.deepCopy();
        live.withObject("/metadata/annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", config.toString());
        ownership("kubectl-client-side-apply").recordUpdate(Optional.empty(), live);

        ObjectNode applied = apply("kubectl", Optional.of(live), deployment("a", "nginx:2"), false);

        assertThat(fields(applied, "kubectl").has(image())).isTrue();
        assertThat(applied.path("metadata")
                        .path("annotations")
                        .path("kubectl.kubernetes.io/last-applied-configuration")
                        .stringValue())
                .contains("nginx:2");
        assertThat(refusal(() -> apply("other", Optional.of(live), deployment("a", "nginx:2"), false))
                        .code())
                .isEqualTo(409);
    }

    @Test
    void configurationsThatDoNotFitAreRefusedInKubernetesWords() {
        refused("{\"spec\":{\"bogus\":1}}", ".spec.bogus: field not declared in schema");
        refused("{\"spec\":{\"replicas\":\"x\"}}", ".spec.replicas: expected numeric (int or float), got string");
        refused(
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\"},{\"name\":\"c\"}]}}}}",
                ".spec.template.spec.containers: duplicate entries for key [name=\"c\"]");
        refused("{\"spec\":{\"paused\":3}}", ".spec.paused: expected boolean, got &{3}");
        refused("{\"spec\":{\"selector\":[]}}", ".spec.selector: expected map, got &{[]}");
    }

    @Test
    void configurationsOfAnotherTypeOrWithManagersAreRefused() {
        ObjectNode typeless = bare();
        typeless.remove(List.of("apiVersion", "kind"));
        ObjectNode managed = bare();
        managed.withObject("/metadata").putArray("managedFields");

        assertThat(refusal(() -> apply("m", Optional.empty(), typeless, false)))
                .isEqualTo(StatusError.badRequest("invalid object type: /, Kind="));
        assertThat(refusal(() -> apply("m", Optional.empty(), managed, false)))
                .isEqualTo(StatusError.badRequest("metadata.managedFields must be nil"));
    }

    @Test
    void statusInAConfigurationIsNotOwned() {
        ObjectNode config = deployment("a", "nginx:1");
        config.withObject("/status").put("replicas", 3);

        ObjectNode object = apply("m", Optional.empty(), config, false);

        assertThat(fields(object, "m").below(PathElement.field("status")).isEmpty())
                .isTrue();
    }

    private static void refused(String rest, String message) {
        ObjectNode config = bare();
        json(rest).properties().forEach(entry -> config.set(entry.getKey(), entry.getValue()));

        StatusError refusal = refusal(() -> apply("m", Optional.empty(), config, false));

        assertThat(refusal.message())
                .isEqualTo("failed to create typed patch object (/d; apps/v1, Kind=Deployment): " + message);
        assertThat(refusal.code()).isEqualTo(500);
        assertThat(refusal.reason()).isEmpty();
    }

    private static StatusError refusal(Runnable write) {
        StatusException[] thrown = new StatusException[1];
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(write::run)
                .satisfies(refusal -> thrown[0] = refusal);
        return thrown[0].status();
    }

    private static ObjectNode apply(String manager, Optional<ObjectNode> live, ObjectNode config, boolean force) {
        return ownership(manager).apply(live, config, force);
    }

    private static FieldOwnership ownership(String manager) {
        return new FieldOwnership(DEPLOYMENT, manager, "", List.of("status"), NOW);
    }

    private static FieldSet fields(ObjectNode object, String manager) {
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            if (entry.path("manager").stringValue().equals(manager)) {
                return FieldsV1.decode(entry.path("fieldsV1"));
            }
        }
        return FieldSet.EMPTY;
    }

    private static List<PathElement> image() {
        return List.of(
                PathElement.field("spec"),
                PathElement.field("template"),
                PathElement.field("spec"),
                PathElement.field("containers"),
                new PathElement("k:{\"name\":\"c\"}"),
                PathElement.field("image"));
    }

    private static ObjectNode bare() {
        return json("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\"}}");
    }

    private static ObjectNode deployment(String app, String image) {
        return json("""
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"app":"%s"}},
                "spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"spec":{"containers":[
                {"name":"c","image":"%s","ports":[{"containerPort":80}]}]}}}}""".formatted(app, image));
    }

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
