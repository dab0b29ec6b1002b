package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Server-side apply: owners of fields, conflicts, what goes when it is no longer applied. */
@MemberContract
@Section("4.6")
record ServerSideApplyIT(Member member) {
    private static final String FLOTILLA = "?fieldManager=flotilla";

    @Test
    void createsWhatIsNotThere() {
        Namespace in = Namespace.in(member);

        Answer created = member.api()
                .apply(in.apps("deployments/web" + FLOTILLA), Namespace.deployment("web", 0))
                .expect(201);

        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void keepsTheVersionWhenNothingChanges() {
        Namespace in = Namespace.in(member);
        String path = in.apps("deployments/web" + FLOTILLA);
        member.api().apply(path, Namespace.deployment("web", 0)).expect(201);
        Answer settled = in.settled("web");

        Answer again = member.api().apply(path, Namespace.deployment("web", 0)).expect(200);

        assertThat(again.resourceVersion()).isEqualTo(settled.resourceVersion());
    }

    @Test
    void countsTheGenerationUpWhenTheSpecChanges() {
        Namespace in = Namespace.in(member);
        String path = in.apps("deployments/web" + FLOTILLA);
        member.api().apply(path, Namespace.deployment("web", 0)).expect(201);

        Answer changed =
                member.api().apply(path, Namespace.deployment("web", 1)).expect(200);

        assertThat(changed.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(changed.at("/spec/replicas").asInt()).isEqualTo(1);
    }

    @Test
    void removesWhatItsOwnerNoLongerApplies() {
        Namespace in = Namespace.in(member);
        String path = in.core("configmaps/a" + FLOTILLA);
        member.api().apply(path, config("{x: '1', y: '2'}")).expect(201);

        Answer after = member.api().apply(path, config("{x: '1'}")).expect(200);

        assertThat(after.at("/data").toString()).isEqualTo("{\"x\":\"1\"}");
    }

    @Test
    void restoresTheDefaultOfAFieldNoLongerApplied() {
        Namespace in = Namespace.in(member);
        String path = in.apps("statefulsets/db" + FLOTILLA);
        member.api().apply(path, withMinReadySeconds()).expect(201);

        Answer after = member.api().apply(path, statefulSet()).expect(200);

        assertThat(after.at("/spec").has("minReadySeconds")).isFalse();
        assertThat(after.text("/spec/podManagementPolicy")).isEqualTo("OrderedReady");
    }

    @Test
    void refusesAnothersFieldsByName() {
        Namespace in = Namespace.in(member);
        member.api()
                .apply(in.apps("deployments/web?fieldManager=first"), Namespace.deployment("web", 0))
                .expect(201);
        ObjectNode other = Namespace.deployment("web", 0);
        ((ObjectNode) other.at("/spec/template/spec/containers/0")).put("image", "nginx:2");

        Answer refused = member.api().apply(in.apps("deployments/web?fieldManager=second"), other);

        String field = ".spec.template.spec.containers[name=\"main\"].image";
        assertRefused(refused, 409, "Conflict", "Apply failed with 1 conflict: conflict with \"first\": " + field);
        JsonNode cause = refused.at("/details/causes/0");
        assertThat(cause.path("reason").asString()).isEqualTo("FieldManagerConflict");
        assertThat(cause.path("message").asString()).isEqualTo("conflict with \"first\"");
        assertThat(cause.path("field").asString()).isEqualTo(field);
    }

    @Test
    void listsSeveralConflicts() {
        Namespace in = Namespace.in(member);
        member.api()
                .apply(in.core("configmaps/a?fieldManager=first"), config("{x: '1', y: '2'}"))
                .expect(201);

        Answer refused = member.api().apply(in.core("configmaps/a?fieldManager=second"), config("{x: '3', y: '4'}"));

        assertRefused(
                refused,
                409,
                "Conflict",
                "Apply failed with 2 conflicts: conflicts with \"first\":\n- .data.x\n- .data.y");
        assertThat(refused.at("/details/causes").size()).isEqualTo(2);
    }

    @Test
    void namesTheVersionOfOneWhoUpdated() {
        Namespace in = Namespace.in(member);
        member.api()
                .apply(in.apps("deployments/web" + FLOTILLA), Namespace.deployment("web", 0))
                .expect(201);
        member.api()
                .patch(in.apps("deployments/web?fieldManager=editor"), Api.MERGE, "{\"spec\":{\"replicas\":1}}")
                .expect(200);

        Answer refused = member.api().apply(in.apps("deployments/web" + FLOTILLA), Namespace.deployment("web", 0));

        assertRefused(
                refused,
                409,
                "Conflict",
                "Apply failed with 1 conflict: conflict with \"editor\" using apps/v1: .spec.replicas");
    }

    @Test
    void takesOverByForce() {
        Namespace in = Namespace.in(member);
        member.api()
                .apply(in.core("configmaps/a?fieldManager=first"), config("{x: '1', y: '1'}"))
                .expect(201);

        Answer forced = member.api()
                .apply(in.core("configmaps/a?fieldManager=second&force=true"), config("{x: '2'}"))
                .expect(200);

        assertThat(forced.text("/data/x")).isEqualTo("2");
        assertThat(forced.text("/data/y")).isEqualTo("1");
        assertThat(fieldsOf(forced, "first").toString()).isEqualTo("{\"f:data\":{\"f:y\":{}}}");
        assertThat(fieldsOf(forced, "second").toString()).isEqualTo("{\"f:data\":{\"f:x\":{}}}");
    }

    @Test
    void sharesFieldsOfEqualValue() {
        Namespace in = Namespace.in(member);
        member.api()
                .apply(in.core("configmaps/a?fieldManager=first"), config("{x: '1'}"))
                .expect(201);
        member.api()
                .apply(in.core("configmaps/a?fieldManager=second"), config("{x: '1'}"))
                .expect(200);

        Answer after = member.api()
                .apply(in.core("configmaps/a?fieldManager=first"), config("{}"))
                .expect(200);

        assertThat(after.text("/data/x")).isEqualTo("1");
    }

    @Test
    void leavesFieldsOfOthersAlone() {
        Namespace in = Namespace.in(member);
        ObjectNode withoutReplicas = Namespace.deployment("web", 0);
        ((ObjectNode) withoutReplicas.at("/spec")).remove("replicas");
        String path = in.apps("deployments/web" + FLOTILLA);
        member.api().apply(path, withoutReplicas).expect(201);
        member.api()
                .patch(in.apps("deployments/web/scale?fieldManager=hpa"), Api.MERGE, "{\"spec\":{\"replicas\":3}}")
                .expect(200);
        ((ObjectNode) withoutReplicas.at("/spec")).put("revisionHistoryLimit", 4);

        Answer after = member.api().apply(path, withoutReplicas).expect(200);

        assertThat(after.at("/spec/replicas").asInt()).isEqualTo(3);
    }

    @Test
    void removesOneElementOfAListWithKeys() {
        Namespace in = Namespace.in(member);
        String path = in.core("services/web" + FLOTILLA);
        String service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [%s]}}";
        member.api()
                .apply(path, Yaml.object(service.formatted("{name: a, port: 80}, {name: b, port: 81}")))
                .expect(201);

        Answer after = member.api()
                .apply(path, Yaml.object(service.formatted("{name: b, port: 81}")))
                .expect(200);

        assertThat(after.at("/spec/ports").size()).isEqualTo(1);
        assertThat(after.at("/spec/ports/0/port").asInt()).isEqualTo(81);
    }

    @Test
    void recordsWhoOwnsWhat() {
        Namespace in = Namespace.in(member);

        Answer created = member.api()
                .apply(in.core("configmaps/a" + FLOTILLA), config("{x: '1'}"))
                .expect(201);

        JsonNode entry = created.at("/metadata/managedFields/0");
        assertThat(created.at("/metadata/managedFields").size()).isEqualTo(1);
        assertThat(entry.path("manager").asString()).isEqualTo("flotilla");
        assertThat(entry.path("operation").asString()).isEqualTo("Apply");
        assertThat(entry.path("apiVersion").asString()).isEqualTo("v1");
        assertThat(entry.path("fieldsType").asString()).isEqualTo("FieldsV1");
        assertThat(entry.path("fieldsV1").toString()).isEqualTo("{\"f:data\":{\"f:x\":{}}}");
        assertThat(entry.has("subresource")).isFalse();
    }

    @Test
    @Section("4.7")
    void recordsElementsByTheirKeys() {
        Namespace in = Namespace.in(member);

        Answer created = member.api()
                .apply(in.apps("deployments/web" + FLOTILLA), Namespace.deployment("web", 0))
                .expect(201);

        JsonNode container = fieldsOf(created, "flotilla")
                .path("f:spec")
                .path("f:template")
                .path("f:spec")
                .path("f:containers")
                .path("k:{\"name\":\"main\"}");
        assertThat(container.path(".").isObject()).isTrue();
        assertThat(container.path("f:ports").has("k:{\"containerPort\":80,\"protocol\":\"TCP\"}"))
                .isTrue();
    }

    @Test
    void needsAFieldManager() {
        Namespace in = Namespace.in(member);

        Answer refused = member.api().apply(in.core("configmaps/a"), config("{x: '1'}"));

        assertRefusedWith(refused, 422, "Invalid", "fieldManager: Required value: is required for apply patch");
    }

    @Test
    void refusesManagedFieldsInTheBody() {
        Namespace in = Namespace.in(member);
        ObjectNode body = member.api()
                .apply(in.core("configmaps/a" + FLOTILLA), config("{x: '1'}"))
                .expect(201)
                .json();

        Answer refused = member.api().apply(in.core("configmaps/a" + FLOTILLA), body);

        assertRefused(refused, 400, "BadRequest", "metadata.managedFields must be nil");
    }

    @Test
    void refusesWhatIsNotInTheSchema() {
        Namespace in = Namespace.in(member);
        ObjectNode body = Namespace.deployment("web", 0);
        ((ObjectNode) body.at("/spec")).put("bogus", 1);

        Answer refused = member.api().apply(in.apps("deployments/web" + FLOTILLA), body);

        assertRefused(
                refused,
                500,
                "",
                "failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.bogus: field not declared"
                        + " in schema");
    }

    @Test
    void refusesElementsOfTheSameKey() {
        Namespace in = Namespace.in(member);
        ObjectNode body = Yaml.object("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {ports: [{name: a, port: 80}, {name: b, port: 80}]}
                """);

        Answer refused = member.api().apply(in.core("services/web" + FLOTILLA), body);

        assertRefusedWith(refused, 500, "", "duplicate entries for key [port=80,protocol=\"TCP\"]");
    }

    private static ObjectNode config(String data) {
        return Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: %s}", data);
    }

    private static ObjectNode statefulSet() {
        return Yaml.object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db}
                spec:
                  replicas: 0
                  serviceName: db
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: main, image: postgres}]}
                """);
    }

    private static ObjectNode withMinReadySeconds() {
        ObjectNode set = statefulSet();
        ((ObjectNode) set.at("/spec")).put("minReadySeconds", 5);
        return set;
    }

    private static JsonNode fieldsOf(Answer answer, String manager) {
        for (JsonNode entry : answer.at("/metadata/managedFields")) {
            if (entry.path("manager").asString().equals(manager)) {
                return entry.path("fieldsV1");
            }
        }
        throw new AssertionError("no fields of " + manager + " in " + answer.at("/metadata/managedFields"));
    }
}
