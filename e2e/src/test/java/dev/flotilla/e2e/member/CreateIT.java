package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Creation by POST, as the hub does it: what the server adds, and what it refuses. */
@MemberContract
@Section("4.1")
record CreateIT(Member member) {
    @Test
    void givesIdentityVersionAndGeneration() {
        Namespace in = Namespace.in(member);

        Answer created = member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 2))
                .expect(201);

        assertThat(created.uid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(created.resourceVersion()).matches("[1-9][0-9]*");
        assertThat(created.text("/metadata/creationTimestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(created.text("/metadata/namespace")).isEqualTo(in.name());
    }

    @Test
    void ignoresIdentityThatTheClientSends() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  uid: 11111111-1111-4111-8111-111111111111
                  creationTimestamp: "2001-01-01T00:00:00Z"
                """);

        Answer created = member.api().create(in.core("configmaps"), config).expect(201);

        assertThat(created.uid()).isNotEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(created.text("/metadata/creationTimestamp")).doesNotStartWith("2001");
    }

    @Test
    void dropsStatusOfKindsThatHaveItAsSubresource() {
        Namespace in = Namespace.in(member);
        ObjectNode deployment = Namespace.deployment("web", 0);
        deployment.putObject("status").put("replicas", 7);

        Answer created = member.api().create(in.apps("deployments"), deployment).expect(201);

        assertThat(created.at("/status").size()).isZero();
    }

    @Test
    void refusesASecondOfTheSameName() {
        Namespace in = Namespace.in(member);
        member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 0))
                .expect(201);

        Answer second = member.api().create(in.apps("deployments"), Namespace.deployment("web", 0));

        assertRefused(second, 409, "AlreadyExists", "deployments.apps \"web\" already exists");
        assertThat(second.at("/details").toString())
                .isEqualTo("{\"name\":\"web\",\"group\":\"apps\",\"kind\":\"deployments\"}");
    }

    @Test
    void namesObjectsByPrefix() {
        Namespace in = Namespace.in(member);
        ObjectNode config =
                Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {generateName: settings-}, data: {a: b}}");

        Answer created = member.api().create(in.core("configmaps"), config).expect(201);

        assertThat(created.text("/metadata/name")).matches("settings-[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(created.text("/metadata/generateName")).isEqualTo("settings-");
    }

    @Test
    void refusesAnUnknownNamespace() {
        Answer answer =
                member.api().create("/apis/apps/v1/namespaces/nowhere/deployments", Namespace.deployment("web", 1));

        assertRefused(answer, 404, "NotFound", "namespaces \"nowhere\" not found");
        assertThat(answer.at("/details").toString()).isEqualTo("{\"name\":\"nowhere\",\"kind\":\"namespaces\"}");
    }

    @Test
    void refusesABodyForAnotherNamespace() {
        Namespace in = Namespace.in(member);
        ObjectNode elsewhere =
                Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: elsewhere}}");

        assertRefused(
                member.api().create(in.core("configmaps"), elsewhere),
                400,
                "BadRequest",
                "the namespace of the provided object does not match the namespace sent on the request");
    }

    @Test
    void refusesABodyOfAnotherKind() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        assertRefusedWith(
                member.api().create(in.apps("deployments"), config),
                400,
                "BadRequest",
                "ConfigMap in version \"v1\" cannot be handled as a Deployment");
    }

    @Test
    void refusesAVersionOfAnObjectToBeCreated() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, resourceVersion: '1'}}");

        assertRefused(
                member.api().create(in.core("configmaps"), config),
                500,
                "",
                "resourceVersion should not be set on objects to be created");
    }

    @Test
    void takesYamlAndBodiesWithoutAContentType() {
        Namespace in = Namespace.in(member);

        member.api()
                .send(
                        "POST",
                        in.core("configmaps"),
                        Api.YAML,
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\n")
                .expect(201);
        member.api()
                .send(member.api()
                        .request(in.core("configmaps"))
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"plain\"}}")))
                .expect(201);
    }

    @Test
    @Section("4.8")
    void refusesMediaTypesItDoesNotKnow() {
        Namespace in = Namespace.in(member);

        assertRefused(
                member.api().send("POST", in.core("configmaps"), "text/csv", "a,b"),
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: application/json,"
                        + " application/yaml, application/vnd.kubernetes.protobuf");
    }

    @Test
    @Section("4.8")
    void refusesBodiesBeyondTheLimit() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        config.putObject("data").put("a", "x".repeat(5 * 1024 * 1024));

        assertRefused(
                member.api().create(in.core("configmaps"), config),
                413,
                "RequestEntityTooLarge",
                "Request entity too large: limit is 3145728");
        member.api().get(in.core("configmaps/a")).expect(404);
    }

    @Test
    @Section("4.5")
    void refusesUnknownFieldsUnderStrictValidation() {
        Namespace in = Namespace.in(member);
        ObjectNode deployment = Namespace.deployment("web", 1);
        ((ObjectNode) deployment.at("/spec")).put("bogus", true);
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("imagee", "x");

        assertRefused(
                member.api().create(in.apps("deployments?fieldValidation=Strict"), deployment),
                400,
                "BadRequest",
                "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field"
                        + " \"spec.template.spec.containers[0].imagee\", unknown field \"spec.bogus\"");
        member.api().get(in.apps("deployments/web")).expect(404);
    }

    @Test
    @Section("4.5")
    void refusesFieldsGivenTwiceUnderStrictValidation() {
        Namespace in = Namespace.in(member);

        assertRefused(
                member.api().send("POST", in.core("configmaps?fieldValidation=Strict"), Api.JSON, """
                                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},\
                                "data":{"a":"1","a":"2"}}"""),
                400,
                "BadRequest",
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: duplicate field"
                        + " \"data.a\"");
    }

    @Test
    @Section("4.5")
    void warnsOfUnknownFieldsUnlessToldOtherwise() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, bogus: 1}");

        Answer warned = member.api().create(in.core("configmaps"), config).expect(201);

        assertThat(warned.headers().allValues("Warning")).containsExactly("299 - \"unknown field \\\"bogus\\\"\"");
        assertThat(warned.json().has("bogus")).isFalse();
    }

    @Test
    @Section("4.5")
    void saysNothingOfUnknownFieldsWhereToldToIgnoreThem() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, bogus: 1}");

        Answer silent = member.api()
                .create(in.core("configmaps?fieldValidation=Ignore"), config)
                .expect(201);

        assertThat(silent.headers().allValues("Warning")).isEmpty();
    }

    @Test
    @Section("4.5")
    void leavesNothingBehindOnDryRun() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        Answer rehearsed =
                member.api().create(in.core("configmaps?dryRun=All"), config).expect(201);

        assertThat(rehearsed.uid()).isNotEmpty();
        assertThat(rehearsed.resourceVersion()).isEmpty();
        member.api().get(in.core("configmaps/a")).expect(404);
    }

    @Test
    @Section("4.8")
    void refusesMalformedBodies() {
        Namespace in = Namespace.in(member);

        Answer json = member.api().send("POST", in.core("configmaps"), Api.JSON, "{\"apiVersion\": \"v1\", ");
        Answer yaml = member.api().send("POST", in.core("configmaps"), Api.YAML, "a: [1\nb: 2");

        assertThat(json.code()).isEqualTo(400);
        assertThat(json.reason()).isEqualTo("BadRequest");
        assertThat(yaml.code()).isEqualTo(400);
        assertThat(yaml.reason()).isEqualTo("BadRequest");
    }
}
