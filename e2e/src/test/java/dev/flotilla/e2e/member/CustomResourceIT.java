package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.conformance.Section;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Kinds that users bring along: their definition, and objects that must fit it. */
@MemberContract
@Section("4.9")
record CustomResourceIT(Member member) {
    private static final String GROUP = "contract.example.org";

    @Test
    void establishesADefinition() {
        Widgets widgets = Widgets.in(member, GROUP);

        Answer definition = member.api().get(widgets.definitionPath()).expect(200);

        assertThat(conditions(definition))
                .contains("NamesAccepted=True(NoConflicts)", "Established=True(InitialNamesAccepted)");
        assertThat(definition.at("/status/acceptedNames").toString())
                .contains("\"listKind\":\"WidgetList\"", "\"singular\":\"widget\"");
        assertThat(definition.at("/status/storedVersions").toString()).isEqualTo("[\"v1\"]");
        assertThat(definition.text("/spec/conversion/strategy")).isEqualTo("None");
    }

    @Test
    void mayBeNamedAsOneOfKubernetesOwn() {
        String group = "reviews.example.org";
        Namespace in = Namespace.in(member);
        ObjectNode definition = new Widgets(in, group).definition();
        definition.withObject("/metadata").put("name", "subjectaccessreviews." + group);
        definition
                .withObject("/spec/names")
                .put("plural", "subjectaccessreviews")
                .remove("shortNames");
        definition.withObject("/spec/names").put("kind", "Widget");
        String path = "/apis/" + group + "/v1/namespaces/" + in.name() + "/subjectaccessreviews";
        member.api().create(Widgets.DEFINITIONS, definition).expect(201);
        try {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> member.api().get(path).code() == 200);

            member.api()
                    .create(path, new Widgets(in, group).widget("w", "{size: 1}"))
                    .expect(201);

            assertThat(member.api()
                            .get(path + "/w")
                            .expect(200)
                            .at("/spec/size")
                            .asInt())
                    .isOne();
        } finally {
            member.api().delete(Widgets.DEFINITIONS + "/subjectaccessreviews." + group);
        }
    }

    @Test
    void isDiscovered() {
        Widgets.in(member, GROUP);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Answer resources = member.api().get("/apis/" + GROUP + "/v1").expect(200);
            assertThat(resources
                            .at("/resources")
                            .valueStream()
                            .map(resource -> resource.path("name").asString()))
                    .containsExactlyInAnyOrder("widgets", "widgets/status", "widgets/scale");
            assertThat(resources.body(10_000)).contains("\"shortNames\":[\"wd\"]");
        });
    }

    @Test
    void fillsInDefaultsAndPrunesWhatIsUnknown() {
        Widgets widgets = Widgets.in(member, GROUP);

        Answer created = member.api()
                .create(widgets.path(""), widgets.widget("w", "{size: 1, bogus: 2, free: {kept: true}}"))
                .expect(201);

        assertThat(created.at("/spec/color").asString()).isEqualTo("red");
        assertThat(created.at("/spec").has("bogus")).isFalse();
        assertThat(created.at("/spec/free/kept").asBoolean()).isTrue();
        assertThat(created.headers().allValues("Warning"))
                .containsExactly("299 - \"unknown field \\\"spec.bogus\\\"\"");
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void refusesWhatTheSchemaForbids() {
        Widgets widgets = Widgets.in(member, GROUP);
        String invalid = "Widget." + GROUP + " \"w\" is invalid: ";

        Answer below = create(widgets, "{size: 0}");
        assertRefused(
                below,
                422,
                "Invalid",
                invalid + "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
        assertThat(below.at("/details/causes/0").toString())
                .isEqualTo("{\"reason\":\"FieldValueInvalid\",\"message\":\"Invalid value: 0: spec.size in body should"
                        + " be greater than or equal to 1\",\"field\":\"spec.size\"}");
        assertRefused(create(widgets, "{}"), 422, "Invalid", invalid + "spec.size: Required value");
        assertRefused(
                create(widgets, "{size: 1, color: green}"),
                422,
                "Invalid",
                invalid + "spec.color: Unsupported value: \"green\": supported values: \"red\", \"blue\"");
        assertRefused(
                create(widgets, "{size: 1, parts: {a: b}}"),
                422,
                "Invalid",
                invalid
                        + "spec.parts: Invalid value: \"object\": spec.parts in body must be of type array: \"object\"");
        member.api().get(widgets.path("/w")).expect(404);
    }

    @Test
    @Section("4.5")
    void refusesUnknownFieldsUnderStrictValidation() {
        Widgets widgets = Widgets.in(member, GROUP);

        Answer refused = member.api()
                .create(widgets.path("?fieldValidation=Strict"), widgets.widget("w", "{size: 1, bogus: 2}"));

        assertRefused(
                refused,
                400,
                "BadRequest",
                "Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field"
                        + " \"spec.bogus\"");
    }

    @Test
    void countsTheGenerationByTheSpecAlone() {
        Widgets widgets = Widgets.in(member, GROUP);
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 1}")).expect(201);

        Answer labelled = patch(widgets, "/w", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        Answer observed = patch(widgets, "/w/status", "{\"status\":{\"size\":1},\"spec\":{\"size\":9}}");
        Answer changed = patch(widgets, "/w", "{\"spec\":{\"size\":2},\"status\":{\"size\":9}}");

        assertThat(labelled.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(observed.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(observed.at("/spec/size").asInt()).isEqualTo(1);
        assertThat(changed.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(changed.at("/status/size").asInt()).isEqualTo(1);
    }

    @Test
    void needsAVersionToUpdate() {
        Widgets widgets = Widgets.in(member, GROUP);
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 1}")).expect(201);

        Answer refused = member.api().update(widgets.path("/w"), widgets.widget("w", "{size: 2}"));

        assertRefusedWith(
                refused, 422, "Invalid", "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
    }

    @Test
    void takesNoStrategicPatch() {
        Widgets widgets = Widgets.in(member, GROUP);
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 1}")).expect(201);

        assertRefused(
                member.api().patch(widgets.path("/w"), Api.STRATEGIC, "{}"),
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
    }

    @Test
    void appliesListsByTheSchemasKeys() {
        Widgets widgets = Widgets.in(member, GROUP);
        String path = widgets.path("/w?fieldManager=");
        member.api()
                .apply(path + "first", widgets.widget("w", "{size: 1, parts: [{name: a, weight: 1}]}"))
                .expect(201);

        Answer both = member.api()
                .apply(path + "second", widgets.widget("w", "{size: 1, parts: [{name: b, weight: 2}]}"))
                .expect(200);
        Answer refused =
                member.api().apply(path + "second", widgets.widget("w", "{size: 1, parts: [{name: a, weight: 3}]}"));

        assertThat(both.at("/spec/parts").size()).isEqualTo(2);
        assertRefused(
                refused,
                409,
                "Conflict",
                "Apply failed with 1 conflict: conflict with \"first\": .spec.parts[name=\"a\"].weight");
    }

    @Test
    void scales() {
        Widgets widgets = Widgets.in(member, GROUP);
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 1}")).expect(201);

        Answer scale = patch(widgets, "/w/scale", "{\"spec\":{\"replicas\":4}}");

        assertThat(scale.text("/kind")).isEqualTo("Scale");
        assertThat(member.api().get(widgets.path("/w")).at("/spec/size").asInt())
                .isEqualTo(4);
    }

    @Test
    @Section("2.5")
    void showsItsOwnColumns() {
        Widgets widgets = Widgets.in(member, GROUP);
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 7}")).expect(201);

        Answer table = member.api().get(widgets.path(""), Api.TABLE).expect(200);

        assertThat(table.at("/columnDefinitions")
                        .valueStream()
                        .map(column -> column.path("name").asString()))
                .containsExactly("Name", "Size", "Color");
        assertThat(table.at("/rows/0/cells").toString()).isEqualTo("[\"w\",7,\"red\"]");
    }

    @Test
    void refusesADefinitionWhoseNameDoesNotFit() {
        ObjectNode definition = new Widgets(new Namespace(member, "default"), GROUP).definition();
        ((ObjectNode) definition.path("metadata")).put("name", "gadgets." + GROUP);

        Answer refused = member.api().create(Widgets.DEFINITIONS, definition);

        assertRefusedWith(
                refused,
                422,
                "Invalid",
                "metadata.name: Invalid value: \"gadgets." + GROUP + "\": must be spec.names.plural+\".\"+spec.group");
    }

    @Test
    void goesWithItsDefinition() {
        Widgets widgets = Widgets.in(member, "passing.example.org");
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 1}")).expect(201);

        member.api().delete(widgets.definitionPath()).expect(200);

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    assertThat(member.api().get(widgets.definitionPath()).code())
                            .isEqualTo(404);
                    assertThat(member.api().get(widgets.path("")).code()).isEqualTo(404);
                });
    }

    private Answer create(Widgets widgets, String spec) {
        return member.api().create(widgets.path(""), widgets.widget("w", spec));
    }

    private Answer patch(Widgets widgets, String rest, String body) {
        return member.api().patch(widgets.path(rest), Api.MERGE, body).expect(200);
    }

    private static java.util.List<String> conditions(Answer definition) {
        return definition
                .at("/status/conditions")
                .valueStream()
                .map(CustomResourceIT::condition)
                .toList();
    }

    private static String condition(JsonNode condition) {
        return condition.path("type").asString() + "="
                + condition.path("status").asString() + "("
                + condition.path("reason").asString() + ")";
    }
}
