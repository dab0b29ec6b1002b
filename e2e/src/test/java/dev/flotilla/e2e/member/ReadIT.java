package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Gets and lists: selectors, pages, versions, tables, and the ends of the API that are not objects. */
@MemberContract
@Section("3.1")
record ReadIT(Member member) {
    @Test
    void listsWithAVersionAboveItsItems() {
        Namespace in = Namespace.in(member);
        Answer created = in.configMap("a", "k", "1");

        Answer list = member.api().get(in.core("configmaps")).expect(200);

        assertThat(list.text("/kind")).isEqualTo("ConfigMapList");
        assertThat(Long.parseLong(list.resourceVersion()))
                .isGreaterThanOrEqualTo(Long.parseLong(created.resourceVersion()));
        assertThat(names(list)).contains("a");
    }

    @Test
    void listsNothingInAnUnknownNamespace() {
        Answer list = member.api().get("/api/v1/namespaces/nowhere/configmaps").expect(200);

        assertThat(list.at("/items").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tier=front             | front
            tier==front            | front
            tier!=front            | back,bare
            tier in (front,back)   | back,front
            tier notin (front)     | back,bare
            tier                   | back,front
            !tier                  | bare
            tier,ring>1            | back
            ring<2                 | front
            tier=front,ring=2      | ''
            """)
    @Section("3.5")
    void selectsByLabels(String selector, String expected) {
        Namespace in = labelled();

        Answer list = member.api()
                .get(in.core("secrets?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8)))
                .expect(200);

        assertThat(String.join(",", names(list))).isEqualTo(expected);
    }

    @Test
    @Section("3.5")
    void selectsByNameAndByField() {
        Namespace in = labelled();

        Answer byName = member.api()
                .get(in.core("secrets?fieldSelector=metadata.name%3Dback"))
                .expect(200);
        Answer byType = member.api()
                .get(in.core("secrets?fieldSelector=type%21%3DOpaque"))
                .expect(200);

        assertThat(names(byName)).containsExactly("back");
        assertThat(names(byType)).isEmpty();
    }

    @Test
    @Section("3.5")
    void refusesSelectorsItCannotRead() {
        Namespace in = Namespace.in(member);

        assertRefusedWith(
                member.api().get(in.core("configmaps?labelSelector=a%20b")),
                400,
                "BadRequest",
                "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt");
        assertRefusedWith(
                member.api().get(in.core("configmaps?fieldSelector=data.k%3Dv")),
                400,
                "BadRequest",
                "\"data.k\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    @Test
    void listsPageByPage() {
        Namespace in = labelled();

        Answer first = member.api().get(in.core("secrets?limit=2")).expect(200);
        Answer last = member.api()
                .get(in.core("secrets?limit=2&continue="
                        + URLEncoder.encode(first.text("/metadata/continue"), StandardCharsets.UTF_8)))
                .expect(200);

        assertThat(names(first)).containsExactly("back", "bare");
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        assertThat(names(last)).containsExactly("front");
        assertThat(last.json().at("/metadata").has("continue")).isFalse();
        assertThat(last.resourceVersion()).isEqualTo(first.resourceVersion());
    }

    @Test
    void refusesVersionsThatAreNone() {
        Namespace in = Namespace.in(member);

        Answer answer = member.api().get(in.core("configmaps?resourceVersion=abc"));

        assertThat(answer.code()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("BadRequest");
    }

    @Test
    void refusesVersionsOfTheFuture() {
        Namespace in = Namespace.in(member);

        Answer answer = member.api().get(in.core("configmaps?resourceVersion=9000000000000000000"));

        assertRefusedWith(answer, 504, "Timeout", "Too large resource version: 9000000000000000000, current: ");
        assertThat(answer.text("/details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
        assertThat(answer.at("/details/retryAfterSeconds").asInt()).isEqualTo(1);
    }

    @Test
    @Section("4.8")
    void refusesUnknownResources() {
        Answer unknown = member.api().get("/apis/nothing.example.org/v1/things");

        assertThat(unknown.code()).isEqualTo(404);
        assertThat(unknown.body(100)).isEqualTo("404 page not found\n");
    }

    @Test
    @Section("2.5")
    void refusesMediaTypesItCannotProduce() {
        Answer answer = member.api().get("/api/v1/namespaces/default", "application/xml");

        assertThat(answer.code()).isEqualTo(406);
        assertThat(answer.reason()).isEqualTo("NotAcceptable");
    }

    @Test
    @Section("2.1")
    void tellsItsVersionAndHealthToStrangers() {
        Answer version = member.api().anonymously("/version");

        assertThat(version.code()).isEqualTo(200);
        assertThat(version.text("/gitVersion")).matches("v1\\.\\d+\\..+");
        assertThat(version.text("/major")).isEqualTo("1");
        for (String path : List.of("/healthz", "/livez", "/readyz")) {
            assertThat(member.api().anonymously(path).body(10)).as(path).isEqualTo("ok");
        }
    }

    @Test
    @Section("5")
    void refusesStrangersElsewhere() {
        Answer answer = member.api().anonymously("/api/v1/namespaces/default/pods");

        assertRefused(
                answer,
                403,
                "Forbidden",
                "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the"
                        + " namespace \"default\"");
    }

    @Test
    @Section("2.5")
    void givesMetadataAlone() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        Answer answer = member.api()
                .get(in.core("configmaps/a"), "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
                .expect(200);

        assertThat(answer.text("/kind")).isEqualTo("PartialObjectMetadata");
        assertThat(answer.json().has("data")).isFalse();
    }

    private Namespace labelled() {
        Namespace in = Namespace.in(member);
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: %s, labels: {%s}}}";
        for (String[] each :
                new String[][] {{"front", "tier: front, ring: '1'"}, {"back", "tier: back, ring: '2'"}, {"bare", ""}}) {
            member.api()
                    .create(in.core("secrets"), Yaml.object(secret.formatted(each[0], each[1])))
                    .expect(201);
        }
        return in;
    }

    private static List<String> names(Answer list) {
        return list.at("/items")
                .valueStream()
                .map(item -> item.at("/metadata/name"))
                .map(JsonNode::asString)
                .toList();
    }
}
